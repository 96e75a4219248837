import { ZodError } from "zod";
import { keyText } from "@/lib/engine/canonical";
import type { Field } from "@/lib/engine/field";
import type { Cells, Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { compileRules } from "@/lib/rules/compile-rules";
import { countFailing } from "@/lib/rules/count-failing";
import { documentOf, type Proposal, proposeSchema } from "@/lib/rules/propose-schema";
import { readSchemaDocument, type SchemaDocument } from "@/lib/rules/schema-document";
import type { DraftRule } from "./draft-input";
import type { ProblemView, RuleProposalView } from "./draft-view";
import type { MergedRow } from "./merged-rows";

const EXAMPLES = 20;

/** Rows that are judged at once while examples are looked for. */
const AT_ONCE = 1_000;

export interface RuleSource {
  readonly fields: readonly Field[];
  readonly key: readonly string[];
  readonly rows: readonly MergedRow[];
  /** The rules that the draft has. */
  readonly taken: readonly DraftRule[];
}

/** Rules that nearly all rows keep to, each with the rows that do not; that keys are unique is the key's own question. */
export async function ruleProposals({ fields, key, rows, taken }: RuleSource): Promise<RuleProposalView[]> {
  const cells = rows.map((row) => row.cells);
  const { proposals } = proposeSchema(fields, key, cells);
  const views: RuleProposalView[] = [];
  for (const proposal of proposals.filter(({ kind }) => kind !== "unique-key")) {
    const document = documentOf(fields, [proposal]);
    views.push({
      ...proposal,
      isTaken: taken.some(({ field, kind }) => field === proposal.field && kind === proposal.kind),
      examples:
        proposal.failing === 0 ? [] : await failingRows(document, { fields, key, cells }, proposal.field),
    });
  }
  return views;
}

async function failingRows(
  document: SchemaDocument,
  {
    fields,
    key,
    cells,
  }: { readonly fields: readonly Field[]; readonly key: readonly string[]; readonly cells: readonly Cells[] },
  field: string,
): Promise<RuleProposalView["examples"]> {
  const rules = compileRules({ document, fields, optionSets: new Map() });
  const examples: RuleProposalView["examples"][number][] = [];
  for (let from = 0; from < cells.length && examples.length < EXAMPLES; from += AT_ONCE) {
    const batch = cells.slice(from, from + AT_ONCE);
    const faults = await rules.check(batch.map((row) => ({ cells: row, before: row })));
    for (const [at, found] of faults.entries()) {
      const [fault] = found;
      const row = batch[at];
      if (fault && row && examples.length < EXAMPLES)
        examples.push({ key: keyOf(row, key), value: row[field] ?? null, because: fault.message });
    }
  }
  return examples;
}

function keyOf(cells: Cells, key: readonly string[]): string[] | null {
  const text = keyText(cells, key);
  return text === null ? null : (JSON.parse(text) as Value[]).map((part) => String(part));
}

/** The schema that a draft's rules come to. Throws AppError `invalid-input` where it cannot be used. */
export function documentOfRules(fields: readonly Field[], rules: readonly DraftRule[]): SchemaDocument {
  const proposals = rules.map(
    (rule): Proposal => ({ ...rule, id: `${rule.field}:${rule.kind}`, text: "", failing: 0, total: 0 }),
  );
  try {
    return readSchemaDocument(documentOf(fields, proposals), fields);
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
export async function failingTaken({ fields, rows, taken }: RuleSource): Promise<TakenRules> {
  try {
    const rules = compileRules({ document: documentOfRules(fields, taken), fields, optionSets: new Map() });
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
