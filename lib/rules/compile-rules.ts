/** Makes of a registry's schema something that judges rows: compiled once, kept by hash, asked for every row. */
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import canonicalize from "canonicalize";
import type { Field } from "@/lib/engine/field";
import type { Fault } from "./fault";
import { formulaPool } from "./formula-pool";
import { type RowJudge, rowJudge } from "./judge-row";
import type { RowToCheck } from "./row-instance";
import type { SchemaDocument } from "./schema-document";

export type { RowToCheck } from "./row-instance";

/** The rules of a registry. Safe to share and to ask in parallel. */
export interface CompiledRules {
  /** Equal for equal documents, fields and options. */
  readonly hash: string;
  /** No row can be at fault. */
  readonly isEmpty: boolean;
  /** For each row its faults, one per field and reason; never throws for what a row holds. */
  check(rows: readonly RowToCheck[]): Promise<readonly (readonly Fault[])[]>;
  /** Ends the formulas' threads, which all rules share, once they are free. They start again when needed. */
  close(): Promise<void>;
}

export interface RulesSource {
  /** As `readSchemaDocument` gave it; null = no schema. */
  readonly document: SchemaDocument | null;
  /** The registry's fields now; what the document says of others is passed over. */
  readonly fields: readonly Field[];
  /** The members of the organization's option sets, by id. */
  readonly optionSets: ReadonlyMap<string, readonly string[]>;
}

const MAX_KEPT = 100;

/** Milliseconds of judging after which others get a turn. */
const TURN_MS = 10;

/** Oldest use first. */
const kept = new Map<string, CompiledRules>();

export function compileRules(source: RulesSource): CompiledRules {
  const hash = hashOf(source);
  const found = kept.get(hash) ?? compiled(hash, source);
  kept.delete(hash);
  kept.set(hash, found);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  return found;
}

function compiled(hash: string, { document, fields, optionSets }: RulesSource): CompiledRules {
  const judge = document === null ? null : rowJudge({ document, fields, optionSets });
  return {
    hash,
    isEmpty: judge === null,
    check: async (rows) => (judge === null ? rows.map(() => []) : await judgeAll(judge, rows)),
    close: () => formulaPool.close(),
  };
}

async function judgeAll(
  judge: RowJudge,
  rows: readonly RowToCheck[],
): Promise<readonly (readonly Fault[])[]> {
  const found: (readonly Fault[])[] = [];
  const texts: string[] = [];
  let since = performance.now();
  for (const row of rows) {
    found.push(judge.faults(row));
    if (judge.formulas !== null) texts.push(judge.formulas.text(row));
    if (performance.now() - since > TURN_MS) {
      await setImmediate();
      since = performance.now();
    }
  }
  const ofFormulas = await judge.formulas?.judge(texts);
  return found.map((faults, row) => joined([...faults, ...(ofFormulas?.[row] ?? [])]));
}

/** One fault per field and reason, its message saying everything; the gravest severity stands. */
function joined(faults: readonly Fault[]): readonly Fault[] {
  const byCause = new Map<string, Fault>();
  for (const fault of faults) {
    const cause = JSON.stringify([fault.reason, fault.field]);
    const other = byCause.get(cause);
    byCause.set(cause, other === undefined ? fault : both(other, fault));
  }
  return [...byCause.values()];
}

const both = (one: Fault, other: Fault): Fault => ({
  ...one,
  fields: [...new Set([...one.fields, ...other.fields])],
  message: one.message.includes(other.message) ? one.message : `${one.message} ${other.message}`,
  severity: one.severity === "error" ? "error" : other.severity,
});

function hashOf({ document, fields, optionSets }: RulesSource): string {
  const sets = Object.values(document?.properties ?? {}).flatMap(({ "x-options": set }) =>
    typeof set === "string" ? [[set, optionSets.get(set) ?? null]] : [],
  );
  const identity = { document, fields: fields.map(({ id, name, type }) => [id, name, type]), sets };
  return createHash("sha256")
    .update(canonicalize(identity) ?? "")
    .digest("hex");
}
