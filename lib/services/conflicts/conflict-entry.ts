import type { Caller } from "@/lib/auth/policy";
import type { RegistryDefinition } from "@/lib/db/registries";
import type { Value } from "@/lib/engine/value";
import { publicId } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";
import { callerEntry } from "../audit/caller-entry";

/** The cell that was in conflict, with every value that stood against another. */
export interface DecidedCell {
  readonly id: string;
  readonly rowId: string;
  readonly key: string;
  readonly field: string;
  readonly before: Value;
  readonly candidates: readonly { readonly sideId: string; readonly value: Value }[];
}

interface Decision {
  readonly action: "conflict.resolved" | "conflict.reopened";
  /** What was chosen; null = the choice was taken back. */
  readonly choice: { readonly value: Value; readonly side: string | null } | null;
}

/** A person's decision on a conflict as the ledger keeps it. */
export function conflictEntry(
  caller: Caller,
  registry: RegistryDefinition,
  { cell, action, choice }: Decision & { readonly cell: DecidedCell },
): Entry {
  const payload = {
    registry: publicId("reg", registry.id),
    row: publicId("row", cell.rowId),
    key: JSON.parse(cell.key) as string[],
    field: cell.field,
    before: cell.before,
    candidates: cell.candidates.map(({ sideId, value }) => ({ side: publicId("sid", sideId), value })),
    choice: choice && { value: choice.value, side: choice.side && publicId("sid", choice.side) },
  };
  const target = { type: "conflict", ref: publicId("cnf", cell.id) };
  return { ...callerEntry(caller, { action, target, payload }), registryId: registry.id, rowKey: cell.key };
}
