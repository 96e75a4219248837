import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { RegistryDefinition } from "@/lib/db/registries";
import { type RowClient, recordRows, withRows } from "@/lib/db/row-store";
import type { ConflictLine } from "@/lib/db/rows/browse-conflicts";
import { dropChoice, dropWish, keepChoice } from "@/lib/db/rows/conflict-choices";
import { storeWish } from "@/lib/db/rows/orders";
import type { Field } from "@/lib/engine/field";
import { valuesEqual } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { requireFieldDecider } from "../registries/field-access";
import { carryOut } from "./carry-out";
import { conflictEntry, type DecidedCell } from "./conflict-entry";
import type { ConflictView } from "./conflict-view";
import { getConflict, requireConflict } from "./list-conflicts";
import { requireLawful } from "./require-lawful";
import { type Chosen, type ResolveConflictInput, valueOfChoice } from "./value-of-choice";

export type ResolvedConflictView = ConflictView & {
  /** The run that carries it out; null = it is the next run's (carry-out.ts says when). */
  readonly requestedRunId: string | null;
};

/**
 * Decides on a conflict: one side's value, the value before, or one given by hand. One that waits keeps the choice
 * for the next run; one that was settled has its row changed to another of its values. Throws AppError `stale` if it
 * was settled since, or is being settled now.
 */
export async function resolveConflict(
  caller: Caller,
  id: string,
  input: ResolveConflictInput,
  now = new Date(),
): Promise<ResolvedConflictView> {
  const found = await requireDecidable(caller, id);
  const { line, registry, field } = found;
  const chosen = await withRows(caller.organizationId, (client) => valueOfChoice(client, input, found));
  await requireLawful(caller, registry, { rowId: line.rowId, field: field.id, value: chosen.value });
  await withRows(caller.organizationId, async (client) => {
    if (line.resolved) await order(client, { ...found, chosen, caller });
    else await choose(client, { line, chosen, caller, now });
    const made = { cell: decidedCell(line), action: "conflict.resolved", choice: chosen } as const;
    await recordRows(client, [conflictEntry(caller, registry, made)], now);
  });
  const requestedRunId = await carryOut(caller, registry.id, now);
  return { ...(await getConflict(caller, id)), requestedRunId };
}

/** Takes a decision back that no plan has taken in yet: the conflict waits again, or its row stays as it is. */
export async function reopenConflict(caller: Caller, id: string, now = new Date()): Promise<ConflictView> {
  const { line, registry, field } = await requireDecidable(caller, id);
  await withRows(caller.organizationId, async (client) => {
    const { registryId, rowId } = line;
    const isBack = line.resolved
      ? await dropWish(client, { registryId, rowId, field: field.id })
      : await dropChoice(client, line.id);
    if (!isBack)
      throw new AppError(
        "stale",
        "There is no decision to take back: a run has taken it in, or none was made.",
        {
          remedy: "Wait for the run to end, then choose again; a held plan can be rejected.",
        },
      );
    const made = { cell: decidedCell(line), action: "conflict.reopened", choice: null } as const;
    await recordRows(client, [conflictEntry(caller, registry, made)], now);
  });
  return getConflict(caller, id);
}

interface Decidable {
  readonly line: ConflictLine;
  readonly registry: RegistryDefinition;
  readonly field: Field;
}

/** The conflict, if there is something to choose and the caller may. */
async function requireDecidable(caller: Caller, id: string): Promise<Decidable> {
  authorize(caller, "conflict:resolve");
  const { line, registry } = await requireConflict(caller, id);
  if (line.kind !== "cell")
    throw new AppError(
      "invalid-input",
      "The row was deleted on one side and edited on another, so it was kept.",
      {
        remedy: "There is nothing to choose: delete it where it was edited if it is not wanted.",
      },
    );
  const field = registry.fields.find((one) => one.id === line.field);
  if (!field) throw stale("The registry no longer has this field.");
  requireFieldDecider(caller, registry, field.id);
  return { line, registry, field };
}

const stale = (message: string): AppError =>
  new AppError("stale", message, { remedy: "Look at the registry's conflicts again." });

async function choose(
  client: RowClient,
  { line, chosen, caller, now }: { line: ConflictLine; chosen: Chosen; caller: Caller; now: Date },
): Promise<void> {
  const choice = { ...chosen, by: caller.actor, at: now.toISOString() };
  if (await keepChoice(client, line.id, choice)) return;
  throw stale("This conflict was settled since it was looked at, or a run is settling it now.");
}

/** The loser is chosen later: the row's cell is to become it, while it is as it is now. */
async function order(
  client: RowClient,
  { line, field, chosen, caller }: Decidable & { readonly chosen: Chosen; readonly caller: Caller },
): Promise<void> {
  const { registryId, rowId, current, wish } = line;
  if (!line.isHere) throw stale("The row is no longer in the registry.");
  if (wish && !(await dropWish(client, { registryId, rowId, field: field.id })))
    throw stale("A run is carrying out the last decision on this cell.");
  if (valuesEqual(current, chosen.value)) throw stale("The row has this value already.");
  const cells = { [field.id]: { value: chosen.value, expect: current } };
  await storeWish(client, registryId, { rowId, cells, keep: false, actor: caller.actor });
}

function decidedCell({ id, rowId, key, field, detail }: ConflictLine): DecidedCell {
  const { base = null, candidates = [] } = detail;
  return { id, rowId, key, field: field ?? "", before: base, candidates };
}
