"use client";

import { ExternalLink, Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { Chip } from "@/components/ui/chip";
import { Moment } from "@/components/ui/moment";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { SchemaView } from "@/lib/services/schemas/schema-view";
import { discardDraft, publishDraft } from "../actions";
import { FailingSummary } from "./failing-summary";
import { useFailing } from "./use-failing";

interface Props {
  readonly registry: RegistryView;
  readonly schema: SchemaView;
}

/** Which schema is in force, and what publishing the draft would make of it. */
export function SchemaHead({ registry, schema }: Props) {
  const { published, draft, next } = schema;
  const failing = useFailing(registry, schema);
  return (
    <section aria-label="Schema in force" className="card divide-y divide-line">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
        {published ? (
          <>
            <Chip tone="good" word={`Version ${published.version} in force`} />
            <p className="text-ink-soft">
              Published <Moment at={published.publishedAt} />; every change is held against it before anything
              is written.
            </p>
            <a
              href={published.url}
              target="_blank"
              rel="noreferrer"
              className="ml-auto inline-flex items-center gap-1.5 font-medium text-accent hover:underline max-sm:ml-0"
            >
              Public address
              <ExternalLink size={13} aria-hidden />
            </a>
          </>
        ) : (
          <>
            <Chip tone="calm" word="No schema yet" />
            <p className="text-ink-soft">
              Any value that fits its field's type is accepted. Let rules be proposed from the rows, or write
              them; nothing is held against a draft until it is published.
            </p>
          </>
        )}
      </div>
      {draft && next && next.change !== "none" && (
        <DraftLine schema={schema} draft={draft} next={next} failing={failing} />
      )}
      {!(draft && next?.change !== "none") && published && (
        <div className="px-4 py-3">
          <FailingSummary failing={failing} what="this version" />
        </div>
      )}
    </section>
  );
}

interface DraftProps extends Pick<Props, "schema"> {
  readonly draft: NonNullable<SchemaView["draft"]>;
  readonly next: NonNullable<SchemaView["next"]>;
  readonly failing: ReturnType<typeof useFailing>;
}

function DraftLine({ schema, draft, next, failing }: DraftProps) {
  const org = useOrganization();
  const router = useRouter();
  const { registryId, published } = schema;
  const refresh = () => router.refresh();
  return (
    <div className="space-y-2.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Chip tone="warn" word="Draft not published" />
        <p className="text-ink-soft">
          Saved <Moment at={draft.savedAt} />. Publishing makes it version {next.version} ({next.change}).
        </p>
        <span className="ml-auto flex gap-2 max-sm:ml-0">
          <ActionButton
            action={() => discardDraft(org, registryId, published?.document ?? {})}
            label="Discard draft"
            onDone={refresh}
          />
          <ActionButton
            look="primary"
            icon={<Send size={14} aria-hidden />}
            action={() => publishDraft(org, registryId, draft.hash)}
            label={`Publish ${next.version}`}
            onDone={refresh}
          />
        </span>
      </div>
      <ul className="list-disc space-y-0.5 pl-5 text-ink-soft">
        {next.because.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <FailingSummary failing={failing} what="the draft" />
    </div>
  );
}
