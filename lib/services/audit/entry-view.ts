import "server-only";
import type { EntryLine } from "@/lib/db/ledger-entries";
import { envelopeOf } from "@/lib/db/ledger-entries";
import { type Value, valuesEqual } from "@/lib/engine/value";
import { publicId } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";
import type { ActorNames } from "../people/name-actors";
import type { ReadableValue } from "../rows/relation-keys";
import { type Payload, payloadOf } from "./entry-payload";
import type { KnownRegistry } from "./known-registries";
import type { Standing } from "./prove-entries";

export interface EntryView {
  /** The place in the log, from 0. */
  readonly seq: number;
  readonly id: string;
  readonly recordedAt: string;
  readonly occurredAt: string;
  readonly actor: { readonly type: string; readonly ref: string; readonly name: string | null };
  readonly action: string;
  /** What a write did, or was to do: create, update or delete; null = it is about no write. */
  readonly op: string | null;
  readonly outcome: Entry["outcome"];
  readonly target: Entry["target"];
  readonly registryId: string | null;
  /** What it is called, or was when it was deleted; null = about none, or nobody knows. */
  readonly registryName: string | null;
  /** The row that it is about; null = about none. */
  readonly rowId: string | null;
  readonly key: readonly string[] | null;
  /** Sides that the values came from. */
  readonly sources: readonly string[];
  /** The side that was written to. */
  readonly destination: string | null;
  readonly runId: string | null;
  readonly requestId: string | null;
  readonly cells: readonly { readonly field: string; readonly before: Value; readonly after: Value }[];
  /** Why it ended as it did, where a side said so. */
  readonly reason: string | null;
  /** The payload is gone, and the leaf that committed to it stays. */
  readonly isErased: boolean;
  readonly standing: Standing;
}

type Cells = Readonly<Record<string, Value>>;
type CellAt = readonly [field: string, before: Value, after: Value];

/** The cells that an entry tells of, by field id; of a row's, only those that changed. */
export function cellsOf(line: EntryLine): CellAt[] {
  const { action } = envelopeOf(line);
  const payload = payloadOf(line);
  if (action.startsWith("conflict.")) {
    const choice = payload.choice as { readonly value: Value } | null | undefined;
    return [[String(payload.field), (payload.before as Value) ?? null, choice?.value ?? null]];
  }
  if (!action.startsWith("row.") || payload.key === undefined) return [];
  const before = (payload.before ?? {}) as Cells;
  const after = (payload.after ?? {}) as Cells;
  // A write says only what it changes, so what it does not name stays; a merged row is told whole.
  const names =
    payload.op === "update" ? Object.keys(after) : [...Object.keys(before), ...Object.keys(after)];
  return [...new Set(names)]
    .map((name): CellAt => [name, before[name] ?? null, after[name] ?? null])
    .filter(([, was, is]) => !valuesEqual(was, is));
}

interface Reading {
  /** Null: the entry is of none. */
  readonly registry: KnownRegistry | null;
  readonly readable: ReadableValue;
  readonly names: ActorNames;
  readonly standing: Standing;
}

export function entryView(line: EntryLine, { registry, readable, names, standing }: Reading): EntryView {
  const envelope = envelopeOf(line);
  const payload = payloadOf(line);
  return {
    seq: line.seq,
    id: envelope.id,
    recordedAt: envelope.recorded_at,
    occurredAt: envelope.occurred_at,
    actor: { ...envelope.actor, name: names[envelope.actor.ref] ?? null },
    action: envelope.action,
    op: typeof payload.op === "string" ? payload.op : null,
    outcome: envelope.outcome,
    target: envelope.target,
    registryId: line.registryId && publicId("reg", line.registryId),
    registryName: registry?.name ?? null,
    rowId: rowOf(envelope.target, payload),
    key: isAboutRows(envelope.action) ? keyOf(payload.key) : null,
    sources: envelope.source?.split(",") ?? [],
    destination: envelope.destination,
    runId: envelope.run_id && publicId("run", envelope.run_id),
    requestId: envelope.request_id,
    cells: cellsOf(line).map(([id, before, after]) => ({
      field: registry?.fields.get(id) ?? id,
      before: readable(id, before),
      after: readable(id, after),
    })),
    reason: typeof payload.reason === "string" ? payload.reason : null,
    isErased: line.payload === null,
    standing,
  };
}

function rowOf(target: Entry["target"], payload: Payload): string | null {
  if (target.type === "row") return target.ref;
  return typeof payload.row === "string" ? payload.row : null;
}

/** Elsewhere a key is the fields that a registry tells its rows apart by. */
const isAboutRows = (action: string): boolean => /^(row|conflict)[.]/.test(action);

/** A key is the JSON text of its values in a run's entries, and the values themselves in a person's. */
function keyOf(key: unknown): string[] | null {
  const values: unknown = typeof key === "string" && key.startsWith("[") ? JSON.parse(key) : key;
  return Array.isArray(values) ? values.map(String) : null;
}
