import { createHash } from "node:crypto";
import type { Conflict } from "@/lib/engine/row";
import { newUuid } from "@/lib/ids";
import type { RowCommit } from "../../rows/commit";
import type { FoundConflict } from "../../rows/conflicts";
import type { SeenIssue } from "../../rows/issues";
import type { LinkUpdate } from "../../rows/links";
import type { OperationOutcome } from "../../rows/operations";
import type { StoredDecision, StoredOperation } from "../../rows/plan-store";
import type { StagedRecord } from "../../rows/stage";
import type { Harness } from "./harness";

/** The text of a company's key. */
export const keyOf = (name: string): string => JSON.stringify([name]);

export const companyCells = (name: string, city = "Brno") => ({ name, city });

/** The partition that a record is in: the first ten bits of its locator's MD5. */
export const partitionOf = (locator: string): number =>
  createHash("md5").update(locator).digest().readUInt16BE(0) >> 6;

/** A record of the company with this name; null = it has no key. */
export const record = (name: string | null, change: Partial<StagedRecord> = {}): StagedRecord => ({
  locator: `at ${name}`,
  key: name === null ? null : keyOf(name),
  matchKey: null,
  hash: `hash ${name}`,
  cells: companyCells(name ?? ""),
  unknown: null,
  changedAt: null,
  grainMs: null,
  changedBy: null,
  state: "present",
  ...change,
});

export const decision = (
  rowId: string,
  name: string,
  change: Partial<StoredDecision> = {},
): StoredDecision => ({
  ordinal: 0,
  chunk: 0,
  rowId,
  key: keyOf(name),
  matchKey: null,
  outcome: "merged",
  before: null,
  cells: companyCells(name),
  hash: `merged ${name}`,
  origins: {},
  sides: {},
  ...change,
});

export const operation = (
  rowId: string,
  sideId: string,
  change: Partial<StoredOperation> = {},
): StoredOperation => ({
  ordinal: 0,
  chunk: 0,
  rowId,
  key: keyOf("Ada"),
  sideId,
  op: "update",
  locator: "at Ada",
  before: { city: "Brno" },
  cells: { city: "Praha" },
  sources: null,
  ...change,
});

export const outcome = (ordinal: number, change: Partial<OperationOutcome> = {}): OperationOutcome => ({
  ordinal,
  status: "done",
  image: null,
  reason: null,
  message: null,
  field: null,
  attempts: 1,
  ...change,
});

export const linkOf = (
  sideId: string,
  rowId: string,
  name: string,
  change: Partial<LinkUpdate> = {},
): LinkUpdate => ({
  sideId,
  rowId,
  locator: `at ${name}`,
  hash: `hash ${name}`,
  acknowledged: null,
  pending: false,
  written: true,
  byKey: false,
  ...change,
});

export const commitOf = (made: StoredDecision, change: Partial<RowCommit> = {}): RowCommit => ({
  decision: made,
  apply: true,
  links: [],
  unlink: [],
  ...change,
});

export const cellConflict = (
  rowId: string,
  name: string,
  change: Partial<Extract<Conflict, { kind: "cell" }>> & { fingerprint?: string } = {},
): FoundConflict => {
  const { fingerprint = "f1", ...conflict } = change;
  return {
    rowId,
    key: keyOf(name),
    fingerprint,
    conflict: {
      ...{ kind: "cell", field: "city", base: "Brno", candidates: [], winner: null, resolved: false },
      ...{ decidedBy: "manual", ...conflict },
    },
  };
};

export const issue = (sideId: string, subject: string, change: Partial<SeenIssue> = {}): SeenIssue => ({
  sideId,
  subject,
  rowId: null,
  field: null,
  reason: "refused",
  message: "It was refused.",
  ...change,
});

/** Companies that all three sides hold as they are, by name: their row ids. An own run has committed them. */
export async function settle<Name extends string>(
  { store, registry, addRun }: Harness,
  names: readonly Name[],
): Promise<Record<Name, string>> {
  const runId = await addRun({ status: "done" });
  const rows = names.map((name) => ({ name, rowId: newUuid() }));
  const commits = rows.map(({ name, rowId }) =>
    commitOf(decision(rowId, name), { links: registry.sides.map(({ id }) => linkOf(id, rowId, name)) }),
  );
  await store.transact((tx) => tx.commitRows({ runId, registryId: registry.id }, commits));
  return Object.fromEntries(rows.map(({ name, rowId }) => [name, rowId])) as Record<Name, string>;
}
