import { AppError } from "@/lib/errors";
import { readSchemaDocument } from "@/lib/rules/schema-document";
import { templateForPlan } from "../templates/template-for-plan";
import { draftRules } from "../templates/template-rules";
import type { DraftBody } from "./draft-input";
import {
  documentOfRules,
  type FailingRow,
  failingRows,
  inField,
  type RuleSource,
  sameRule,
} from "./rule-proposals";
import { ruleText } from "./rule-text";
import type { OwnRuleView, RowRuleView, RuleProposalView } from "./rule-views";
import { ownRules, templateField, templateOfDraft } from "./template-of-draft";

type Counted = Omit<RuleSource, "taken" | "takenOwn">;

interface Asking {
  readonly body: DraftBody;
  /** Of the organization's plan. */
  readonly customRules: boolean;
  /** What the rows propose: a rule of the draft that is among them is none of its own. */
  readonly proposals: readonly RuleProposalView[];
  /** Null = nothing was read: then nothing is counted. */
  readonly source: Counted | null;
}

/** Rules about one field that come from the draft's template, and those that the draft has from elsewhere. */
export async function fieldRules({ body, customRules, proposals, source }: Asking): Promise<OwnRuleView[]> {
  const whole = templateOfDraft(body);
  const template = whole && templateForPlan(whole, customRules).template;
  const offered = body.fields.flatMap((draftField) => {
    const field = templateField(template, draftField);
    return template && field ? draftRules(template, field, draftField.ref) : [];
  });
  const others = body.rules.filter((rule) => ![...offered, ...proposals].some((one) => sameRule(one, rule)));
  const views: OwnRuleView[] = [];
  for (const [at, rule] of [...offered, ...others].entries()) {
    const name = body.fields.find(({ ref }) => ref === rule.field)?.name ?? rule.field;
    const found = source && (await counted(source, (fields) => documentOfRules(fields, [rule], [])));
    views.push({
      ...{ id: `${rule.field}:${rule.kind}:${at}`, ...rule, text: ruleText(rule, name) },
      isOfTemplate: at < offered.length,
      isTaken: body.rules.some((one) => sameRule(one, rule)),
      ...{ failing: found?.failing ?? null, total: found && (source?.rows.length ?? null) },
      examples: (found?.examples ?? []).map(inField(rule.field)),
    });
  }
  return views;
}

/** The template's rules of its own, over refs of the draft's fields; without a template none. */
export async function rowRules({
  body,
  customRules,
  source,
}: Omit<Asking, "proposals">): Promise<RowRuleView[]> {
  const template = templateOfDraft(body);
  if (template === null) return [];
  const { leftOut } = templateForPlan(template, customRules);
  const views: RowRuleView[] = [];
  for (const { rule, missing } of ownRules(template, body.fields, (ref) => ref)) {
    const isTaken = body.template?.rules.includes(rule.id) === true;
    // One that has become a keyword of its field is among the fields' rules.
    if (!customRules && !isTaken && !leftOut.some(({ id }) => id === rule.id)) continue;
    const isWhole = missing.length === 0;
    const found =
      source && isWhole
        ? await counted(source, (fields) => readSchemaDocument({ "x-rules": [rule] }, fields))
        : null;
    views.push({
      ...{ id: rule.id, text: rule.message, severity: rule.severity, isTaken },
      cannot: isWhole ? (customRules ? null : "no-room") : "no-field",
      missing,
      ...{ failing: found?.failing ?? null, total: found && (source?.rows.length ?? null) },
      examples: (found?.examples ?? []).map(({ key, because }) => ({ key, because })),
    });
  }
  return views;
}

type Document = ReturnType<typeof readSchemaDocument>;

/** Null where the rule cannot be used as the fields are by now. */
async function counted(
  source: Counted,
  documentOver: (fields: Counted["fields"]) => Document,
): Promise<{ readonly failing: number; readonly examples: readonly FailingRow[] } | null> {
  try {
    return await failingRows(documentOver(source.fields), source);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.kind === "invalid-input") return null;
    throw thrown;
  }
}
