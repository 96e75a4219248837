import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { RegistryDefinition } from "@/lib/db/registries";
import { recordRows, withRows } from "@/lib/db/row-store";
import {
  dropExclusions,
  type Exclusion,
  type ExclusionLine,
  listExclusions as listStored,
  storeExclusions,
} from "@/lib/db/rows/exclusions";
import { keysInBase, type NewRow, newRowsOf } from "@/lib/db/rows/new-rows";
import { findLastPlan, type StoredRun } from "@/lib/db/runs";
import { matchKey } from "@/lib/engine/canonical";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import type { Action, Entry } from "@/lib/ledger/envelope";
import { readJson } from "../read-json";
import { requireRegistry } from "../registries/browse-registries";
import { type ListPage, requireRun } from "../runs/browse-runs";

const keyPart = z.string().max(2000);
const keyInput = z
  .union([keyPart, z.array(keyPart).min(1).max(8)])
  .describe("A row's key: its value, or the values of a key of several fields");
const keysInput = z.array(keyInput).min(1).max(500);

export const excludeInput = z.strictObject({
  keys: keysInput,
  runId: z
    .string()
    .max(40)
    .optional()
    .describe("The run whose plan proposes these rows; left out: the newest plan"),
});
export type ExcludeInput = z.infer<typeof excludeInput>;

export const includeInput = z.strictObject({
  keys: z
    .string()
    .max(8000)
    .transform((text, context) => {
      const parsed = keysInput.safeParse(readJson(text));
      if (parsed.success) return parsed.data;
      context.addIssue({ code: "custom", message: "This is not a JSON array of keys." });
      return z.NEVER;
    })
    .describe('A JSON array of keys, as in ["ACME"] or [["ACME", "2024"]]'),
});
type Keys = z.infer<typeof keysInput>;

export interface Excluded {
  readonly keys: number;
  /** Records that these keys are, on all sides together. */
  readonly records: number;
}

/**
 * Keeps out what a plan would make rows of: each record under these keys stays where and as it is, and makes neither a
 * pair nor a row, in later runs too, until it is taken up again. What is a row already cannot be kept out.
 */
export async function excludePairs(
  caller: Caller,
  registryId: string,
  input: ExcludeInput,
  now = new Date(),
): Promise<Excluded> {
  authorize(caller, "registry:write");
  const { registry, run } = await withOrg(caller.organizationId, async (db) => {
    const found = await requireRegistry(db, registryId);
    const plan = input.runId ? await requireRun(db, input.runId) : await findLastPlan(db, found.id);
    return { registry: found, run: plan?.registryId === found.id ? plan : null };
  });
  if (!run?.planHash)
    throw new AppError("stale", "There is no plan whose rows could be kept out.", {
      remedy: "Make a dry run first.",
    });
  return withRows(caller.organizationId, async (client) => {
    const rows = await newRowsOf(client, run.id, input.keys.map(textOf));
    refuseUnknown(input.keys, rows);
    const taken = await keysInBase(
      client,
      registry.id,
      rows.map(({ form }) => form),
    );
    if (taken.size > 0)
      throw new AppError("stale", "Some of these records have become rows of the registry since.", {
        remedy: "Undo the run that took them up; it keeps the records out.",
      });
    const exclusions = rows.flatMap(exclusionsOf);
    await storeExclusions(client, { registryId: registry.id, actor: caller.actor }, exclusions);
    const entries = rows.map((row) =>
      noted(caller, { action: "row.excluded", registryId, run, key: row.key }, exclusionsOf(row)),
    );
    await recordRows(client, entries, now);
    return { keys: rows.length, records: exclusions.length };
  });
}

/** Takes up again what was kept out under these keys: the next run looks at those records like at any other. */
export async function includePairs(
  caller: Caller,
  registryId: string,
  keys: Keys,
  now = new Date(),
): Promise<Excluded> {
  authorize(caller, "registry:write");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const forms = keys.map((key) => formOf(key, registry));
  return withRows(caller.organizationId, async (client) => {
    const records = await dropExclusions(client, registry.id, forms);
    const entries = forms.map((key) =>
      noted(caller, { action: "row.included", registryId, run: null, key }, []),
    );
    if (records > 0) await recordRows(client, entries, now);
    return { keys: forms.length, records };
  });
}

export interface ExclusionView {
  readonly key: readonly string[] | null;
  readonly side: string;
  readonly locator: string;
  /** unticked = a proposed pair was refused; undone = the run that took the record up was undone. */
  readonly reason: string;
  readonly at: string;
}

const PAGE = 100;

/** The records that are kept out, by key. */
export async function listExclusions(
  caller: Caller,
  registryId: string,
  cursor: string | null,
): Promise<ListPage<ExclusionView>> {
  authorize(caller, "registry:read");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const lines = await withRows(caller.organizationId, (client) =>
    listStored(client, registry.id, { after: cursor ?? "", size: PAGE + 1 }),
  );
  const last = lines[PAGE - 1];
  return {
    data: lines.slice(0, PAGE).map((line) => ({
      key: line.key === null ? null : (JSON.parse(line.key) as string[]),
      side: publicId("sid", line.sideId),
      locator: line.locator,
      reason: line.reason,
      at: line.at.toISOString(),
    })),
    nextCursor: lines.length > PAGE && last ? placeOf(last) : null,
  };
}

/** As `listStored` orders them. */
const placeOf = ({ key, sideId, locator }: ExclusionLine): string => `${key ?? ""} ${sideId} ${locator}`;

const partsOf = (key: Keys[number]): readonly string[] => (typeof key === "string" ? [key] : key);
const textOf = (key: Keys[number]): string => JSON.stringify(partsOf(key));

/** The key in the form in which records are matched. */
function formOf(key: Keys[number], { normalise }: RegistryDefinition): string {
  const parts = partsOf(key);
  const names = parts.map((_, at) => String(at));
  const cells = Object.fromEntries(parts.map((part, at) => [String(at), part]));
  return matchKey(cells, names, normalise) ?? textOf(key);
}

const exclusionsOf = (row: NewRow): Exclusion[] =>
  Object.entries(row.sides).flatMap(([sideId, { locator }]) =>
    locator === null ? [] : [{ sideId, locator, key: row.form, reason: "unticked" as const }],
  );

function refuseUnknown(keys: Keys, rows: readonly NewRow[]): void {
  const known = new Set(rows.map(({ key }) => key));
  const paths = keys.flatMap((key, at) =>
    known.has(textOf(key)) ? [] : [{ path: `/keys/${at}`, message: "The plan makes no row under this key." }],
  );
  if (paths.length > 0)
    throw new AppError("invalid-input", "The plan makes no rows under some of these keys.", {
      remedy: "Take the keys as the newest dry run shows them.",
      paths,
    });
}

interface Act {
  readonly action: Extract<Action, "row.excluded" | "row.included">;
  readonly registryId: string;
  readonly run: StoredRun | null;
  readonly key: string;
}

const noted = (
  caller: Caller,
  { action, registryId, run, key }: Act,
  records: readonly Exclusion[],
): Entry => ({
  actor: caller.actor,
  action,
  outcome: "ok",
  target: { type: "registry", ref: registryId },
  source: null,
  destination: null,
  requestId: caller.requestId,
  runId: run?.id ?? null,
  payload: {
    key: JSON.parse(key),
    records: records.map(({ sideId, locator }) => ({ side: publicId("sid", sideId), locator })),
  },
});
