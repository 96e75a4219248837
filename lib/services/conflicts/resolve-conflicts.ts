import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { RegistryDefinition } from "@/lib/db/registries";
import { recordRows, withRows } from "@/lib/db/row-store";
import { countMany, keepMany, type ManyConflicts, previewMany } from "@/lib/db/rows/conflict-choices";
import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import { requireRegistry } from "../registries/browse-registries";
import { mayDecideField, requireFieldDecider } from "../registries/field-access";
import { fieldOf, sideOf } from "../registries/settings-of-input";
import { readableValues } from "../rows/relation-keys";
import { carryOut } from "./carry-out";
import { conflictEntry } from "./conflict-entry";
import { sideChoice } from "./value-of-choice";

export const resolveConflictsInput = z.strictObject({
  choose: sideChoice,
  field: z.string().max(100).optional().describe("All that wait on this field, by name or id"),
  ids: z
    .array(z.string().max(40))
    .min(1)
    .max(1000)
    .optional()
    .describe("These, or of the field's only these"),
  preview: z.boolean().default(false).describe("Only say what would be decided"),
});

export type ResolveConflictsInput = z.infer<typeof resolveConflictsInput>;

export interface ManyResolvedView {
  /** Conflicts that wait and were asked for, and of these the ones in which the side has a value. */
  readonly matched: number;
  readonly decided: number;
  /** The first of them, when previewed. */
  readonly sample: readonly {
    readonly id: string;
    readonly key: readonly string[];
    readonly field: string;
    readonly value: Value;
  }[];
  readonly requestedRunId: string | null;
  /** What `reopenConflicts` takes it back by; null = nothing was decided. */
  readonly decidedAt: string | null;
}

const SAMPLE = 5;
/** Decided per transaction, each with its entry in the ledger. */
const BATCH = 1_000;

/**
 * Decides on many conflicts at once by one side's value, or the value before. Those that somebody has decided on
 * already, or in which the side has no value, stay as they are.
 */
export async function resolveConflicts(
  caller: Caller,
  registryId: string,
  input: ResolveConflictsInput,
  now = new Date(),
): Promise<ManyResolvedView> {
  authorize(caller, "conflict:resolve");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const many = manyOf(caller, registry, input);
  if (input.preview) return preview(caller, registry, many);
  const { matched } = await withRows(caller.organizationId, (client) => countMany(client, many));
  let decided = 0;
  for (;;) {
    const kept = await decideBatch(caller, registry, { many, now });
    decided += kept;
    if (kept < BATCH) break;
  }
  const requestedRunId = decided > 0 ? await carryOut(caller, registry.id, now) : null;
  const decidedAt = decided > 0 ? now.toISOString() : null;
  return { matched: Math.max(matched, decided), decided, sample: [], requestedRunId, decidedAt };
}

function decideBatch(
  caller: Caller,
  registry: RegistryDefinition,
  { many, now }: { readonly many: ManyConflicts; readonly now: Date },
): Promise<number> {
  return withRows(caller.organizationId, async (client) => {
    const choice = { side: many.sideId, by: caller.actor, at: now.toISOString(), size: BATCH };
    const kept = await keepMany(client, many, choice);
    const entries = kept.map((cell) => {
      const made = { value: cell.value, side: many.sideId };
      return conflictEntry(caller, registry, { cell, action: "conflict.resolved", choice: made });
    });
    await recordRows(client, entries, now);
    return kept.length;
  });
}

async function preview(
  caller: Caller,
  registry: RegistryDefinition,
  many: ManyConflicts,
): Promise<ManyResolvedView> {
  return withRows(caller.organizationId, async (client) => {
    const { matched, choosable } = await countMany(client, many);
    const first = await previewMany(client, many, SAMPLE);
    const cells = first.map(({ field, value }) => [field, value] as const);
    const readable = await readableValues(client, registry.fields, cells);
    const sample = first.map(({ id, key, field, value }) => ({
      id: publicId("cnf", id),
      key: JSON.parse(key) as string[],
      field: registry.fields.find((one) => one.id === field)?.name ?? field,
      value: readable(field, value),
    }));
    return { matched, decided: choosable, sample, requestedRunId: null, decidedAt: null };
  });
}

function manyOf(caller: Caller, registry: RegistryDefinition, input: ResolveConflictsInput): ManyConflicts {
  const { ids, choose, field } = input;
  if (field === undefined && ids === undefined)
    throw new AppError("invalid-input", "Say which conflicts are meant.", {
      remedy: "Name a field, or the conflicts' ids.",
      paths: [{ path: "/field", message: "Give a field, ids, or both." }],
    });
  const named = field === undefined ? null : fieldOf(field, registry, "/field").id;
  if (named !== null) requireFieldDecider(caller, registry, named);
  const decidable = registry.fields.filter(({ id }) => mayDecideField(caller, registry, id));
  return {
    registryId: registry.id,
    fields: named === null ? decidable.map(({ id }) => id) : [named],
    ids: ids ? ids.flatMap((id) => uuidOf("cnf", id) ?? []) : null,
    sideId: choose === "base" ? null : sideOf(choose, registry, "/choose"),
  };
}
