import { isDeepStrictEqual } from "node:util";
import { ZodError } from "zod";
import { keyText } from "@/lib/engine/canonical";
import type { Field } from "@/lib/engine/field";
import type { Cells, Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { compileRules } from "@/lib/rules/compile-rules";
import { countFailing } from "@/lib/rules/count-failing";
import type { CustomRule } from "@/lib/rules/custom-rule";
import { documentOf, type Proposal, proposeSchema } from "@/lib/rules/propose-schema";
import { readSchemaDocument, type SchemaDocument } from "@/lib/rules/schema-document";
import type { DraftRule } from "./draft-input";
import type { ProblemView } from "./draft-view";
import type { MergedRow } from "./merged-rows";
import type { RuleProposalView } from "./rule-views";

const EXAMPLES = 20;

/** Rows that are judged at once while examples are looked for. */
const AT_ONCE = 1_000;

export interface RuleSource {
  readonly fields: readonly Field[];
  readonly key: readonly string[];
  readonly rows: readonly MergedRow[];
  /** The rules that the draft has. */
  readonly taken: readonly DraftRule[];
  /** Those of its template's own among them. */
  readonly takenOwn: readonly CustomRule[];
}

/** The same question of the same field, asked the same way. */
export const sameRule = (one: Asked, other: Asked): boolean =>
  one.field === other.field && one.kind === other.kind && isDeepStrictEqual(one.keywords, other.keywords);

interface Asked {
  readonly field: string;
  readonly kind: string;
  readonly keywords: Readonly<Record<string, unknown>>;
}

/** Rules that nearly all rows keep to, each with the rows that do not; that keys are unique is the key's own question. */
export async function ruleProposals(source: RuleSource): Promise<RuleProposalView[]> {
  const { fields, key, rows, taken } = source;
  const cells = rows.map((row) => row.cells);
  const { proposals } = proposeSchema(fields, key, cells);
  const views: RuleProposalView[] = [];
  for (const proposal of proposals.filter(({ kind }) => kind !== "unique-key")) {
    const isTaken = taken.some((rule) => sameRule(rule, proposal));
    const found = proposal.failing === 0 ? null : await failingRows(documentOf(fields, [proposal]), source);
    views.push({ ...proposal, isTaken, examples: (found?.examples ?? []).map(inField(proposal.field)) });
  }
  return views;
}

/** An example of a rule about one field shows what the row has there. */
export const inField =
  (field: string) =>
  ({ cells, ...example }: FailingRow): RuleProposalView["examples"][number] => ({
    ...example,
    value: cells[field] ?? null,
  });

export interface FailingRow {
  readonly key: string[] | null;
  readonly cells: Cells;
  readonly because: string;
}

/** How many rows a document finds fault with, and the first of them. */
export async function failingRows(
  document: SchemaDocument,
  { fields, key, rows }: Pick<RuleSource, "fields" | "key" | "rows">,
): Promise<{ readonly failing: number; readonly examples: readonly FailingRow[] }> {
  const rules = compileRules({ document, fields, optionSets: new Map() });
  const examples: FailingRow[] = [];
  let failing = 0;
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const batch = rows.slice(from, from + AT_ONCE);
    const faults = await rules.check(batch.map(({ cells }) => ({ cells, before: cells })));
    for (const [at, [fault]] of faults.entries()) {
      const row = batch[at];
      if (!fault || !row) continue;
      failing += 1;
      if (examples.length < EXAMPLES)
        examples.push({ key: keyOf(row.cells, key), cells: row.cells, because: fault.message });
    }
  }
  return { failing, examples };
}

function keyOf(cells: Cells, key: readonly string[]): string[] | null {
  const text = keyText(cells, key);
  return text === null ? null : (JSON.parse(text) as Value[]).map((part) => String(part));
}

/** The schema that a draft's rules come to, its template's own among them. Throws AppError `invalid-input` where it cannot be used. */
export function documentOfRules(
  fields: readonly Field[],
  rules: readonly DraftRule[],
  own: readonly CustomRule[],
): SchemaDocument {
  const proposals = rules.map(
    (rule): Proposal => ({ ...rule, id: `${rule.field}:${rule.kind}`, text: "", failing: 0, total: 0 }),
  );
  try {
    const document = documentOf(fields, proposals);
    return readSchemaDocument(own.length === 0 ? document : { ...document, "x-rules": own }, fields);
  } catch (thrown) {
    if (!(thrown instanceof ZodError)) throw thrown;
    throw new AppError("invalid-input", "The rules hold more than a schema may.", {
      remedy: "Take some of the rules out.",
      paths: [{ path: "/rules", message: "These cannot be used as they are." }],
    });
  }
}

export interface TakenRules {
  readonly failing: number;
  readonly checked: number;
  readonly problem: ProblemView | null;
}

/** How many rows break the rules that the draft has. */
export async function failingTaken({ fields, rows, taken, takenOwn }: RuleSource): Promise<TakenRules> {
  try {
    const document = documentOfRules(fields, taken, takenOwn);
    const rules = compileRules({ document, fields, optionSets: new Map() });
    const judged = rows.map(({ cells }) => ({ cells, before: cells }));
    const { failing, checked } = await countFailing(rules, judged);
    return { failing, checked, problem: null };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.kind !== "invalid-input") throw thrown;
    const [first] = thrown.paths;
    const problem = { message: first?.message ?? thrown.message, remedy: thrown.remedy };
    return { failing: 0, checked: 0, problem };
  }
}
