import type { PendingChoice } from "../../rows/browse-conflicts";
import type { Wish } from "../../rows/orders";
import type { MemoryClient } from "./client";
import { storedJson } from "./stored-json";
import { type ConflictRow, WHOLE } from "./tables";

/** What people decide between runs. */

/** As `storeWish`: a newer order for a cell takes the older one's place. */
export function storeWish(
  { tables, at }: MemoryClient,
  registryId: string,
  wish: Wish & { readonly actor: unknown },
): void {
  const { rowId } = wish;
  const before = tables.wish.get(registryId, rowId);
  const content = { actor: storedJson(wish.actor), at, runId: null };
  const cells = storedJson({ ...before?.cells, ...wish.cells });
  const keep = wish.keep || before?.keep === true;
  if (before) tables.wish.update(before, { ...content, cells, keep });
  else tables.wish.insert({ registryId, rowId, cells, keep, ...content });
}

/** As `approvalStands`: in memory nobody belongs to an organization, so nobody's approval stands. */
export const approvalStands = (_client: MemoryClient): boolean => false;

const SETTLING_KINDS: ReadonlySet<string> = new Set(["sync", "restore", "undo"]);

/** As `keepChoice`: false if the conflict was settled, or is being, since it was looked at. */
export function keepChoice({ tables }: MemoryClient, id: string, choice: PendingChoice): boolean {
  const conflict = tables.conflict.all().find((own) => own.id === id);
  if (conflict?.kind !== "cell" || conflict.resolved || conflict.provisional) return false;
  const isSettling = (own: ConflictRow): boolean => {
    const run = tables.run.get(WHOLE, own.runId);
    const isOpen = run?.status === "running" || run?.status === "held";
    const isSameCell = own.rowId === conflict.rowId && own.kind === "cell" && own.field === conflict.field;
    return isSameCell && own.provisional && own.resolved && isOpen && SETTLING_KINDS.has(run.kind);
  };
  if (tables.conflict.of(conflict.registryId).some(isSettling)) return false;
  tables.conflict.update(conflict, { choice: storedJson(choice) });
  return true;
}
