import Link from "next/link";
import type { ReactNode } from "react";
import { actorName, entryWord, outcomeOfEntry } from "@/lib/format/action-word";
import { keyText } from "@/lib/format/cell";
import { formatCount } from "@/lib/format/count";
import type { EntryView } from "@/lib/services/audit/entry-view";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { DataColumn } from "../ui/data-table-column";
import { LocalTime } from "../ui/local-time";
import { CellChanges } from "./cell-changes";
import { EntrySides, isAboutSides } from "./entry-sides";
import { StandingTick } from "./standing-tick";

/** Cells that a line shows; the sheet shows all. */
const MOST_CELLS = 2;

/** When, who, what, which row, which cells, from where to where, why, and whether it is proven. */
export function entryColumns(org: string, registries: readonly RegistryView[]): DataColumn<EntryView>[] {
  const byId = new Map(registries.map((registry) => [registry.id, registry]));
  const sides = new Map(registries.flatMap((registry) => registry.sides.map((side) => [side.id, side])));
  return [
    { id: "time", head: "Time", width: 168, cell: (entry) => <LocalTime at={entry.recordedAt} /> },
    { id: "actor", head: "By", cell: ({ actor }) => <span title={actor.ref}>{actorName(actor)}</span> },
    { id: "action", head: "What", cell: (entry) => <What entry={entry} /> },
    {
      id: "row",
      head: "Row",
      cell: (entry) =>
        entry.key || entry.registryId ? (
          <Row org={org} entry={entry} registry={byId.get(entry.registryId ?? "")} />
        ) : null,
    },
    {
      id: "cells",
      head: "Change",
      cell: ({ cells }) => (cells.length === 0 ? null : <CellChanges cells={cells} most={MOST_CELLS} />),
    },
    {
      id: "sides",
      head: "Sides",
      width: 110,
      cell: (entry) => (isAboutSides(entry) ? <EntrySides entry={entry} sides={sides} /> : null),
    },
    {
      id: "cause",
      head: "Cause",
      width: 84,
      cell: (entry) => causeOf(org, entry, byId.has(entry.registryId ?? "")),
    },
    {
      id: "number",
      head: "Number",
      width: 92,
      align: "right",
      cell: ({ seq, standing }) => (
        <span className="inline-flex items-center gap-1.5">
          {formatCount(seq)}
          <StandingTick standing={standing} />
        </span>
      ),
    },
  ];
}

function What({ entry }: { readonly entry: EntryView }) {
  const { outcome, reason } = entry;
  return (
    <>
      {entryWord(entry)}
      {outcome !== "ok" && (
        <span className="block text-small text-warn">
          {outcomeOfEntry(outcome)}
          {reason && `: ${reason}`}
        </span>
      )}
    </>
  );
}

interface RowProps {
  readonly org: string;
  readonly entry: EntryView;
  readonly registry: RegistryView | undefined;
}

/** The row by its key, which leads to its life; or what else it is about. */
function Row({ org, entry: { key, rowId, registryId, registryName }, registry }: RowProps) {
  const word = key && keyText(key);
  return (
    <>
      {word !== null && registry && rowId ? (
        <Link
          href={`/${org}/registries/${registry.id}/rows/${rowId}`}
          className="inline-flex min-h-6 items-center font-mono text-small font-medium hover:underline"
        >
          {word}
        </Link>
      ) : (
        word !== null && <span className="font-mono text-small font-medium">{word}</span>
      )}
      {registry ? (
        <Link
          href={`/${org}/registries/${registry.id}`}
          className="flex min-h-6 items-center text-small text-ink-soft hover:underline"
        >
          {registry.name}
        </Link>
      ) : (
        registryId && (
          <span className="block text-small text-ink-faint">
            {registryName === null ? "a deleted registry" : `${registryName} (deleted)`}
          </span>
        )
      )}
    </>
  );
}

/** A registry's runs and conflicts go with it. */
function causeOf(org: string, { runId, target, registryId }: EntryView, isThere: boolean): ReactNode {
  if (registryId !== null && !isThere) return null;
  if (target.type === "conflict")
    return (
      <Link
        href={`/${org}/conflicts/${target.ref}`}
        className="inline-flex min-h-6 items-center text-accent hover:underline"
      >
        Conflict
      </Link>
    );
  if (!runId) return null;
  return (
    <Link
      href={`/${org}/runs/${runId}`}
      className="inline-flex min-h-6 items-center text-accent hover:underline"
    >
      Run
    </Link>
  );
}
