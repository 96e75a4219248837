"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { KindIcon } from "@/components/ui/kind-icon";
import { Moment } from "@/components/ui/moment";
import { sideName } from "@/lib/format/side";
import type { DraftSummary } from "@/lib/services/drafts/draft-view";
import { dropDraftForGood } from "../actions";

/** Drafts that were left, the newest first, each with where it goes on. */
export function DraftLines({ drafts }: { readonly drafts: readonly DraftSummary[] }) {
  const org = useOrganization();
  const router = useRouter();
  return (
    <ul aria-label="Drafts" className="card divide-y divide-line">
      {drafts.map(({ id, name, step, sides, updatedAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
          <div className="min-w-48 flex-1">
            <p className="truncate font-medium">{name}</p>
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-ink-soft">
              {sides.map((side) => (
                <span key={side.title} className="flex items-center gap-1.5">
                  <KindIcon kind={side.kind} size={14} />
                  {sideName(side)}
                </span>
              ))}
              {sides.length === 0 && "No place chosen yet"}
              <span>
                changed <Moment at={updatedAt} />
              </span>
            </p>
          </div>
          <ActionButton
            look="quiet"
            label="Drop"
            describedAs={`Drop the draft ${name}`}
            action={() => dropDraftForGood(org, id)}
            onDone={() => router.refresh()}
          />
          <Link
            href={`/${org}/registries/new/${id}/${step}`}
            className="flex items-center gap-1 font-medium text-accent hover:underline"
          >
            Go on
            <ArrowRight size={14} aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  );
}
