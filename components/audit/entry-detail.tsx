"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { actorName, entryWord } from "@/lib/format/action-word";
import { keyText } from "@/lib/format/cell";
import type { EntryView } from "@/lib/services/audit/entry-view";
import type { EntryDetailView } from "@/lib/services/audit/list-entries";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { fetchView } from "../live/fetch-view";
import { useOrganization } from "../live/organization";
import { CopyText } from "../ui/copy-text";
import { Disclosure } from "../ui/disclosure";
import { LocalTime } from "../ui/local-time";
import { Skeleton } from "../ui/skeleton";
import { CellChanges } from "./cell-changes";
import { StandingTick } from "./standing-tick";

interface Props {
  readonly entry: EntryView;
  readonly registries: readonly RegistryView[];
}

/** One entry: what it says for everybody, and what proves it for who wants to know. */
export function EntryDetail({ entry, registries }: Props) {
  const org = useOrganization();
  const path = `/audit/${entry.seq}`;
  const { data, error } = useQuery({
    queryKey: [org, path],
    queryFn: ({ signal }) => fetchView<EntryDetailView>(org, path, signal),
  });
  const registry = registries.find(({ id }) => id === entry.registryId);
  return (
    <div className="space-y-5">
      <div>
        <p className="font-medium">
          {entryWord(entry)}
          {entry.key && `: ${keyText(entry.key)}`}
        </p>
        <p className="mt-0.5 text-ink-soft">
          {actorName(entry.actor)}, <LocalTime at={entry.recordedAt} />
          {registry && `, ${registry.name}`}
        </p>
        <p className="mt-1">
          <StandingTick standing={data?.standing ?? entry.standing} isNamed />
        </p>
      </div>
      {entry.cells.length > 0 && (
        <section aria-label="Fields">
          <h3 className="mb-1 font-medium">Fields</h3>
          <CellChanges cells={entry.cells} />
        </section>
      )}
      {registry && entry.rowId && (
        <Link
          href={`/${org}/registries/${registry.id}/rows/${entry.rowId}`}
          className="block text-accent hover:underline"
        >
          Everything that happened to this row
        </Link>
      )}
      {error && (
        <p role="alert" className="text-bad">
          {error.message} Close this and open it again.
        </p>
      )}
      {!data && !error && <Skeleton lines={4} />}
      {data && <Said entry={data} />}
      {data && <Proof entry={data} />}
    </div>
  );
}

/** The payload as it is stored, where its cells do not say it all. */
function Said({ entry: { payload, isErased } }: { readonly entry: EntryDetailView }) {
  if (isErased || payload === null)
    return <p className="text-ink-soft">Its values were erased; the leaf that committed to them stays.</p>;
  if (payload === "null") return null;
  return (
    <Disclosure summary="All that it says">
      <pre className="overflow-x-auto rounded-card bg-sunken p-3 font-mono text-xs whitespace-pre-wrap">
        {JSON.stringify(JSON.parse(payload), null, 2)}
      </pre>
    </Disclosure>
  );
}

function Proof({ entry }: { readonly entry: EntryDetailView }) {
  return (
    <Disclosure summary="For the expert: leaf, commitment and proof">
      <div className="space-y-2">
        <CopyText isNamed label="Canonical JSON (the leaf)" text={entry.leaf} />
        <CopyText isNamed label="Leaf hash (RFC 6962)" text={entry.leafHash} />
        <CopyText isNamed label="Commitment" text={entry.commitment} />
        {entry.salt && <CopyText isNamed label="Salt" text={entry.salt} />}
        {entry.proof.length > 0 && <CopyText isNamed label="Inclusion proof" text={entry.proof.join("\n")} />}
        <CopyText isNamed label="Checkpoint" text={entry.checkpoint.note} />
      </div>
    </Disclosure>
  );
}
