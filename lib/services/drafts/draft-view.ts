import type { FieldType, Value } from "@/lib/engine/value";
import type { DraftBody, DraftStep } from "./draft-input";

/** A line of a check list, as connectors name them, or `not-taken`: another registry has it. `ok` null = could not be told. */
export interface CheckView {
  readonly name: string;
  readonly ok: boolean | null;
  readonly message: string;
  readonly remedy: string | null;
  readonly copy?: string | undefined;
}

export interface ProblemView {
  readonly message: string;
  readonly remedy: string | null;
}

/** A column of a place, as it was when somebody last looked. */
export interface DraftColumn {
  readonly id: string;
  readonly name: string;
  /** The system's own type. */
  readonly native: string;
  /** Types of fields that it can carry, the usual one first; none = it cannot be mapped. */
  readonly carries: readonly FieldType[];
  /** Why it cannot be written; null = it can. */
  readonly readOnlyBecause: string | null;
  readonly keyPart: boolean;
  readonly options: readonly string[] | null;
}

/** A side's place as it was when somebody last looked. */
export interface DraftLook {
  readonly side: string;
  readonly kind: string;
  readonly connection: string;
  readonly title: string;
  readonly checks: readonly CheckView[];
  readonly columns: readonly DraftColumn[];
  /** Null = the system does not tell without reading all. */
  readonly rowCount: number | null;
  /** Why it could not be looked at; the rest is then as it was before, or empty. */
  readonly problem: ProblemView | null;
  readonly lookedAt: string;
}

export interface SurveyedSide {
  readonly side: string;
  readonly state: "waiting" | "reading" | "done" | "failed";
  /** Records read so far. */
  readonly rows: number;
  /** False: it stopped at its bound, so what is said of it is said of the first `rows` rows. Null while it reads. */
  readonly isWhole: boolean | null;
  /** Why the system may not have shown all of its rows; null = it did, or nobody knows yet. */
  readonly incompleteBecause: string | null;
  /** The side has another place since, or columns that were not read: survey again. */
  readonly isStale: boolean;
  readonly problem: ProblemView | null;
}

/** How far the reading of a draft's places has come. */
export interface SurveyView {
  readonly id: string;
  readonly state: "running" | "done";
  readonly requestedAt: string;
  readonly finishedAt: string | null;
  /** Rows of a side that are read at most. */
  readonly mostRows: number;
  readonly sides: readonly SurveyedSide[];
}

/** What keeps a step from being finished. */
export interface DraftTodo {
  readonly step: DraftStep;
  readonly message: string;
  readonly remedy: string | null;
  /** The part of the body that it is about: `/sides/0/mappings`. */
  readonly path: string;
}

export interface DraftSummary {
  readonly id: string;
  readonly name: string;
  readonly step: DraftStep;
  /** open; tried = its dry run was asked for; started = it is a registry. */
  readonly state: "open" | "tried" | "started";
  readonly sides: readonly { readonly kind: string; readonly title: string }[];
  /** Null until it was started. */
  readonly registryId: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export interface DraftView extends Omit<DraftSummary, "sides"> {
  readonly revision: number;
  readonly body: DraftBody;
  readonly looks: readonly DraftLook[];
  /** Null = its places were not read yet. */
  readonly survey: SurveyView | null;
  readonly todo: readonly DraftTodo[];
  /** The dry run that was asked for last, and whether it was of the draft as it is now. */
  readonly dryRun: {
    readonly registryId: string;
    readonly runId: string;
    readonly isOfThisRevision: boolean;
  } | null;
}

export interface PlaceView {
  readonly connectionId: string;
  readonly connection: string;
  readonly kind: string;
  readonly locationId: string;
  readonly title: string;
  readonly location: Readonly<Record<string, string | number>>;
}

/** Places of several connections that look like the same table. */
export interface PlaceGroup {
  readonly reason: "same-name" | "similar-name";
  readonly places: readonly PlaceView[];
}

export interface PlaceProposals {
  /** The likeliest first. */
  readonly groups: readonly PlaceGroup[];
  /** Connections that could not be asked. */
  readonly problems: readonly (ProblemView & {
    readonly connectionId: string;
    readonly connection: string;
  })[];
}

export type MapReason = "mapped" | "same-name" | "similar-name" | "same-values" | "same-type" | "only-here";

export interface MappedColumnView {
  readonly side: string;
  readonly sideField: string;
  readonly name: string;
  readonly native: string;
  readonly reason: MapReason;
  /** The reason as a sentence. */
  readonly because: string;
  /** Why it goes this way, where the field's home says so; null = nothing but what the column allows. */
  readonly directionBecause: string | null;
  /** Directions that the column allows; `in` alone for one that is read-only. */
  readonly directions: readonly ("both" | "in" | "out" | "off")[];
  readonly direction: "both" | "in" | "out" | "off";
  readonly readOnlyBecause: string | null;
  /** Why it cannot carry the field's type; null = it can. */
  readonly incompatible: string | null;
}

export interface ProposedField {
  /** The ref that it has, or would get. */
  readonly ref: string;
  readonly name: string;
  readonly type: FieldType;
  /** Types that every column of it can carry; none = no type fits all of them. */
  readonly types: readonly FieldType[];
  readonly isNew: boolean;
  readonly columns: readonly MappedColumnView[];
}

/** The draft's fields with what could be added to them: nothing of it is kept until the draft is changed. */
export interface MappingProposal {
  readonly fields: readonly ProposedField[];
  /** Columns that found no partner. */
  readonly unmapped: readonly {
    readonly side: string;
    readonly sideField: string;
    readonly name: string;
    readonly native: string;
    /** Why it cannot be mapped at all; null = nobody has chosen a field for it. */
    readonly because: string | null;
  }[];
  /** As changeDraft takes them, with every proposal in them. */
  readonly change: { readonly fields: DraftBody["fields"]; readonly sides: DraftBody["sides"] };
}

/** What every answer about the rows says of what it rests on. */
export interface SurveyBasis {
  /** Null = there is nothing to answer from; `missing` says why. */
  readonly rows:
    | readonly { readonly side: string; readonly rows: number; readonly isWhole: boolean }[]
    | null;
  readonly missing: ProblemView | null;
}

export interface ConversionView {
  readonly field: string;
  readonly name: string;
  readonly from: string;
  /** The side that would be written; null = the value could not be read from `from` as the field's type. */
  readonly to: string | null;
  /** Values that are filled in. */
  readonly values: number;
  readonly failing: number;
  readonly examples: readonly {
    readonly key: readonly string[] | null;
    /** What the side shows. */
    readonly value: Value;
    readonly because: string;
  }[];
}

export interface ConversionsView extends SurveyBasis {
  readonly conversions: readonly ConversionView[];
  /** Sides of which nobody could tell now what they would take. */
  readonly problems: readonly (ProblemView & { readonly side: string })[];
}

/** How a key would tell the rows apart. */
export interface KeyResult {
  readonly fields: readonly string[];
  readonly normalise: boolean;
  readonly match: NonNullable<DraftBody["match"]>;
  /** Rows that every side has. */
  readonly matched: number;
  /** Rows that several sides have, and not all. */
  readonly partly: number;
  readonly sides: readonly {
    readonly side: string;
    readonly records: number;
    /** Rows that only this side has. */
    readonly only: number;
    /** Keys that several of its records have, and how many records those are. */
    readonly notUnique: { readonly keys: number; readonly records: number };
    /** Records with an empty part of the key. */
    readonly empty: number;
    /** What the first sync would make here, by the match mode and the directions; null = it writes nothing here. */
    readonly creates: number | null;
    /** Records that the match mode leaves without a row. */
    readonly left: number;
  }[];
  /** Rows that the registry would have. */
  readonly rows: number;
  readonly message: string;
}

export interface KeyView extends SurveyBasis {
  /** Null = no key is chosen, or nothing was read. */
  readonly result: KeyResult | null;
}

export interface KeyCandidate {
  readonly fields: readonly string[];
  readonly names: readonly string[];
  /** Sides where the system itself keeps it unique. */
  readonly keptUniqueOn: readonly string[];
  readonly matched: number;
  readonly notUnique: number;
  readonly empty: number;
  readonly because: string;
}

export interface KeyCandidatesView extends SurveyBasis {
  /** The best first. */
  readonly candidates: readonly KeyCandidate[];
}

export interface KeyRow {
  readonly key: readonly string[] | null;
  /** Cells by field name, of each record that has the key. */
  readonly records: readonly {
    readonly side: string;
    /** Counted from 1, in the order in which the side was read. */
    readonly at: number;
    readonly cells: Readonly<Record<string, Value>>;
  }[];
}

export interface LimitLine {
  readonly used: number;
  /** Null = no limit. */
  readonly limit: number | null;
  /** What this draft would add; null = not computed. */
  readonly adds: number | null;
  readonly isOver: boolean | null;
  readonly message: string;
  readonly remedy: string | null;
}

/** What the organization's plan has room for. */
export interface DraftLimits {
  readonly plan: string;
  readonly registries: LimitLine;
  readonly rows: LimitLine;
  readonly schedule: LimitLine;
}

export interface CallForecast {
  readonly calls: number;
  /** Null = the system names no limit. */
  readonly perMinute: number | null;
  readonly seconds: number | null;
  readonly message: string;
}

export interface SideForecast {
  readonly side: string;
  readonly connectionId: string;
  readonly connection: string;
  readonly kind: string;
  readonly rows: number | null;
  readonly first: {
    readonly read: CallForecast | null;
    readonly write: (CallForecast & { readonly writes: number }) | null;
  };
  readonly usual: { readonly read: CallForecast | null };
  /** Share of the connection's calls that runs on the schedule would take; null = no limit, or no schedule. */
  readonly share: number | null;
}

/** How long it will take and what it costs of the providers' budgets. Null = not computed. */
export interface ForecastView {
  /** What the numbers come from. */
  readonly from: "plan" | "survey" | null;
  readonly missing: ProblemView | null;
  readonly sides: readonly SideForecast[];
  readonly firstSeconds: number | null;
  readonly usualSeconds: number | null;
  readonly runsADay: number | null;
  readonly message: string | null;
}

export interface TriedView {
  readonly registryId: string;
  readonly runId: string;
  /** True: the rules are in force; false: they wait for somebody who may publish them; null: there are none. */
  readonly rulesPublished: boolean | null;
}

export interface StartedView {
  readonly registryId: string;
  readonly runId: string;
}
