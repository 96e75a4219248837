import { scheduleWord } from "./setting";

/** What a setting can be: its value in the API, its word, and what it means in one sentence. */
export interface Choice<T extends string = string> {
  readonly value: T;
  readonly word: string;
  readonly meaning: string;
}

export const MODE_CHOICES = [
  { value: "bidirectional", word: "Both ways", meaning: "An edit on any side reaches all others." },
  {
    value: "one-way",
    word: "One way",
    meaning: "The first side is read, the others are written; edits there are put back.",
  },
  {
    value: "mirror",
    word: "Read-only mirror",
    meaning: "As one way: the others show what the first side has, and nothing comes back.",
  },
  {
    value: "shadow",
    word: "Shadow, writes nothing",
    meaning: "Runs read, compare and report what they would do. No side is written to.",
  },
] as const satisfies readonly Choice[];

export const STRATEGY_CHOICES = [
  {
    value: "last-write-wins",
    word: "The last write wins",
    meaning: "By the time each system gives the edit; where times cannot tell, the hash decides.",
  },
  {
    value: "hash",
    word: "The hash decides",
    meaning: "Always the same winner for the same values, whatever the clocks say.",
  },
  { value: "authority", word: "One side wins", meaning: "The side that is named has the last word." },
  {
    value: "manual",
    word: "A person decides",
    meaning: "The cell waits in the conflict queue; everything else goes on.",
  },
] as const satisfies readonly Choice[];

export const MATCH_CHOICES = [
  {
    value: "match-then-create",
    word: "Match by key, then create",
    meaning: "Records with the same key become one row; the rest become new rows.",
  },
  {
    value: "match-only",
    word: "Match by key only",
    meaning: "Records without a counterpart are left alone, and none are created here.",
  },
  {
    value: "create-only",
    word: "Create only",
    meaning: "Records are never matched by key; equal keys are listed as collisions.",
  },
] as const satisfies readonly Choice[];

type Deletes = "hold" | "propagate" | "never";

const DELETES: readonly Choice<Deletes>[] = [
  {
    value: "hold",
    word: "Pass it on",
    meaning: "A deleted row is deleted everywhere; more of them than the limit wait for approval.",
  },
  {
    value: "never",
    word: "Never pass it on",
    meaning: "A deleted row stays deleted where it was; the other sides keep it.",
  },
];

/** What a deletion does. `propagate`, which the API takes too, holds what `hold` holds. */
export const deleteChoices = (present: Deletes): readonly Choice<Deletes>[] =>
  DELETES.map((choice) =>
    choice.value === "hold" && present === "propagate" ? { ...choice, value: present } : choice,
  );

export const LEAVING_CHOICES = [
  { value: "keep", word: "Keep it", meaning: "It stands still on every side until it passes again." },
  {
    value: "delete",
    word: "Delete it",
    meaning: "It is deleted where it still passes, never where it left; the brake on deletes counts it.",
  },
] as const satisfies readonly Choice[];

export const PRESET_CHOICES = [
  {
    value: "foundation",
    word: "Foundation",
    meaning: "Every field is edited on one side only. Edits on all other sides are put back.",
  },
  {
    value: "governed",
    word: "Governed on one side",
    meaning: "The chosen fields are edited on that side only; all other fields stay as they are.",
  },
  {
    value: "may-not-edit",
    word: "A side may not edit",
    meaning: "Edits of the chosen fields on that side are put back.",
  },
  {
    value: "may-edit",
    word: "A side may edit again",
    meaning: "Edits of the chosen fields on that side count again.",
  },
] as const satisfies readonly Choice[];

/** The schedules that are offered; any `minutes:n` may be asked for over the API. */
const SCHEDULES = [
  "realtime",
  "minutes:1",
  "minutes:5",
  "minutes:15",
  "minutes:30",
  "hourly",
  "daily",
  "manual",
];

/** The schedules to choose from, the present one among them. */
export function scheduleChoices(
  present: string,
): readonly { readonly value: string; readonly word: string }[] {
  const values = SCHEDULES.includes(present) ? SCHEDULES : [present, ...SCHEDULES];
  return values.map((value) => ({ value, word: scheduleWord(value) }));
}

export type ConditionForm =
  | "equal"
  | "not-equal"
  | "one-of"
  | "not-one-of"
  | "contains"
  | "greater"
  | "less"
  | "empty"
  | "not-empty";

const FORM_WORDS: Readonly<Record<ConditionForm, string>> = {
  equal: "is",
  "not-equal": "is not",
  "one-of": "is one of",
  "not-one-of": "is none of",
  contains: "contains",
  greater: "is more than",
  less: "is less than",
  empty: "is empty",
  "not-empty": "is not empty",
};

const PRESENCE: readonly ConditionForm[] = ["empty", "not-empty"];
const EQUALITY: readonly ConditionForm[] = ["equal", "not-equal", "one-of", "not-one-of"];
const FORMS: Readonly<Record<string, readonly ConditionForm[]>> = {
  text: [...EQUALITY, "contains", ...PRESENCE],
  select: [...EQUALITY, "contains", ...PRESENCE],
  boolean: ["equal", "not-equal", ...PRESENCE],
  "multi-select": ["contains", "one-of", "not-one-of", ...PRESENCE],
  json: PRESENCE,
  relation: PRESENCE,
};

/** What a field of the type can be asked in a filter. */
export function formChoices(
  type: string,
): readonly { readonly value: ConditionForm; readonly word: string }[] {
  const forms = FORMS[type] ?? [...EQUALITY, "greater", "less", ...PRESENCE];
  return forms.map((value) => ({ value, word: FORM_WORDS[value] }));
}

export const takesList = (form: string): boolean => form === "one-of" || form === "not-one-of";
export const takesNothing = (form: string): boolean => form === "empty" || form === "not-empty";
