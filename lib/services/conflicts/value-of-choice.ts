import "server-only";
import { z } from "zod";
import type { RegistryDefinition } from "@/lib/db/registries";
import type { RowClient } from "@/lib/db/row-store";
import { rowIdsOf } from "@/lib/db/rows/browse";
import type { ConflictLine } from "@/lib/db/rows/browse-conflicts";
import { normaliseSet } from "@/lib/engine/canonical";
import type { Field } from "@/lib/engine/field";
import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { isUuid, uuidOf } from "@/lib/ids";
import { type CellInput, cellInput, enterValue } from "../rows/enter-value";

export const sideChoice = z
  .string()
  .max(40)
  .describe("The side whose value is to stand, by id, or `base` for the value before");

export const resolveConflictInput = z.union([
  z.strictObject({ choose: sideChoice }),
  z.strictObject({ value: cellInput }),
]);

export type ResolveConflictInput = z.infer<typeof resolveConflictInput>;

/** What was chosen: the value in canonical form, and the side it is from. */
export interface Chosen {
  readonly value: Value;
  readonly side: string | null;
}

/** Throws AppError `invalid-input` for a side without a value of its own, and for what the field cannot hold. */
export async function valueOfChoice(
  client: RowClient,
  input: ResolveConflictInput,
  { line, registry, field }: { line: ConflictLine; registry: RegistryDefinition; field: Field },
): Promise<Chosen> {
  if ("choose" in input) return sideValue(line, input.choose);
  return { value: await valueGiven(client, input.value, { registry, field }), side: null };
}

/** What was given for a field by hand, in canonical form. Throws AppError `invalid-input` for what it cannot hold. */
export async function valueGiven(
  client: RowClient,
  given: CellInput,
  { registry, field }: { registry: RegistryDefinition; field: Field },
): Promise<Value> {
  const entered = enterValue(given, field);
  if (!entered.ok) throw refused(entered.fault);
  const value = field.type === "relation" ? await targetsOf(client, entered.value, field) : entered.value;
  const isEmptyKey = registry.key.includes(field.id) && (value === null || value === "");
  if (isEmptyKey) throw refused(`${field.name} is part of the row's key, which cannot be empty.`);
  return value;
}

function sideValue({ detail }: ConflictLine, choose: string): Chosen {
  if (choose === "base") return { value: detail.base ?? null, side: null };
  const side = uuidOf("sid", choose);
  const candidate = detail.candidates?.find(({ sideId }) => sideId === side);
  if (candidate) return { value: candidate.value, side: candidate.sideId };
  throw new AppError("invalid-input", "This side has no value of its own in the conflict.", {
    remedy: "Choose one of the conflict's candidates, or `base` for the value before.",
    paths: [{ path: "/choose", message: "Not a side of this conflict." }],
  });
}

const refused = (fault: string): AppError =>
  new AppError("invalid-input", "The field cannot hold this value.", {
    paths: [{ path: "/value", message: fault }],
  });

/** Related rows as their ids; each was named by its public id, its key's value, or its key as a JSON array. */
async function targetsOf(client: RowClient, named: Value, { target }: Field): Promise<Value> {
  if (!Array.isArray(named) || target === undefined) return null;
  const names = (named as readonly string[]).map(
    (name) => uuidOf("row", name) ?? (name.startsWith("[") ? name : JSON.stringify([name])),
  );
  const [ids, keys] = [names.filter(isUuid), names.filter((name) => !isUuid(name))];
  const known = await rowIdsOf(client, target, { keys, ids });
  const found = names.map((name) => known.get(name) ?? null);
  const at = found.indexOf(null);
  if (at >= 0) throw refused(`Row ${at + 1} of the list is no row of the related registry.`);
  return normaliseSet(found.flatMap((id) => id ?? []));
}
