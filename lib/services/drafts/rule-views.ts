import type { Value } from "@/lib/engine/value";
import type { ProblemView, SurveyBasis } from "./draft-view";

export interface RuleProposalView {
  readonly id: string;
  readonly field: string;
  readonly kind: string;
  readonly text: string;
  readonly failing: number;
  readonly total: number;
  readonly keywords: Readonly<Record<string, unknown>>;
  /** The draft has it. */
  readonly isTaken: boolean;
  /** The first rows that do not keep to it. */
  readonly examples: readonly {
    readonly key: readonly string[] | null;
    readonly value: Value;
    readonly because: string;
  }[];
}

/** A rule about one field that the draft's template has, or the draft has from elsewhere. Null = not counted. */
export interface OwnRuleView extends Omit<RuleProposalView, "failing" | "total"> {
  readonly isOfTemplate: boolean;
  readonly failing: number | null;
  readonly total: number | null;
}

/** A rule of the template's own, mostly over the whole row. */
export interface RowRuleView {
  readonly id: string;
  readonly text: string;
  readonly severity: "error" | "warning";
  readonly isTaken: boolean;
  /** Why it cannot be taken: the plan has no rules of one's own, or a field is left out; null = it can. */
  readonly cannot: "no-room" | "no-field" | null;
  /** The fields that are left out, by the template's names. */
  readonly missing: readonly string[];
  readonly failing: number | null;
  readonly total: number | null;
  readonly examples: readonly { readonly key: readonly string[] | null; readonly because: string }[];
}

/** Options of the template that become an option set; `isOther` = a set of this name has others, so its field keeps these. */
export interface DraftOptionSet {
  readonly name: string;
  readonly isOther: boolean;
}

export interface RuleProposalsView extends SurveyBasis {
  readonly proposals: readonly RuleProposalView[];
  readonly own: readonly OwnRuleView[];
  readonly rowRules: readonly RowRuleView[];
  /** What a plan without rules of one's own leaves out; null = it has room, or nothing needs any. */
  readonly noRoom: ProblemView | null;
  readonly optionSets: readonly DraftOptionSet[];
  /** What the rules that the draft has would find now; null = nothing was read. */
  readonly taken: {
    readonly failing: number;
    readonly checked: number;
    /** Why they cannot be used as they are; nothing was counted then. */
    readonly problem: ProblemView | null;
  } | null;
}
