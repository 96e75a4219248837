import { ArrowRight, Plus } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import type { DraftSummary } from "@/lib/services/drafts/draft-view";
import type { TemplateView } from "@/lib/services/templates/template-view";
import { PairTiles } from "../registries/new/_components/pair-tiles";

interface Props {
  readonly org: string;
  readonly templates: readonly TemplateView[];
  /** Those that were left, the one that was changed last first. */
  readonly drafts: readonly DraftSummary[];
  /** Whether who looks may make one. */
  readonly mayBegin: boolean;
}

/** So many drafts have a button of their own; all of them are listed where a registry is begun. */
const MOST_DRAFTS = 3;

/** In place of the registries while there are none: the ways to the first one, and what may be relied on. */
export function FirstRegistry({ org, templates, drafts, mayBegin }: Props) {
  const start = `/${org}/registries/new`;
  return (
    <div className="space-y-6">
      <div className="card flex flex-wrap items-center gap-x-6 gap-y-4 px-5 py-5">
        <div className="min-w-64 flex-1">
          <p className="text-lead font-semibold">No registries yet</p>
          <p className="mt-1 max-w-xl text-ink-soft">
            A registry keeps the same rows equal in several systems.{" "}
            {mayBegin
              ? "Nothing is written until you press Start."
              : "An owner, an admin or an editor makes the first one; you see it here."}
          </p>
        </div>
        {mayBegin && (
          <div className="flex max-w-full flex-wrap items-center gap-2">
            <Link
              href={start}
              className={buttonClass(drafts.length > 0 ? "plain" : "primary", "px-4 py-1.5")}
            >
              <Plus size={14} aria-hidden />
              New registry
            </Link>
            {drafts.slice(0, MOST_DRAFTS).map((draft, at) => (
              <GoOn key={draft.id} org={org} draft={draft} isNewest={at === 0} />
            ))}
          </div>
        )}
      </div>
      {mayBegin && (
        <>
          <PairTiles />
          <section aria-labelledby="templates">
            <h2 id="templates" className="mb-2 text-small font-medium text-ink-soft">
              Or from a template
            </h2>
            <ul className="flex flex-wrap gap-2">
              {templates.map(({ id, name }) => (
                <li key={id}>
                  <Link href={start} className={buttonClass("plain")}>
                    {name}
                    <ArrowRight size={13} aria-hidden className="text-ink-faint" />
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </div>
  );
}

interface GoOnProps {
  readonly org: string;
  readonly draft: DraftSummary;
  readonly isNewest: boolean;
}

function GoOn({ org, draft: { id, name, step }, isNewest }: GoOnProps) {
  return (
    <Link
      href={`/${org}/registries/new/${id}/${step}`}
      title={name}
      className={buttonClass(isNewest ? "primary" : "plain", "max-w-full px-4 py-1.5")}
    >
      <span className="max-w-64 truncate">Go on with {name}</span>
      <ArrowRight size={14} aria-hidden />
    </Link>
  );
}
