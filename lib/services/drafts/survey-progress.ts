import { z } from "zod";
import { FIELD_TYPES } from "@/lib/engine/value";

/** Rows of a side that a survey reads at most. */
export const MOST_ROWS = 20_000;

/** Characters of a side's cells that are kept at most: 20,000 rows of 3,000 characters. */
export const MOST_CHARACTERS = 60_000_000;

/** A side is asked again so often where its system does not answer. */
export const MOST_TRIES = 5;

const surveyedColumn = z.object({
  /** What its values stand under: `c0`, `c1` ... */
  id: z.string(),
  sideField: z.string(),
  name: z.string(),
  native: z.string(),
  /** The types that it was read as, the usual one first. */
  types: z.array(z.enum(FIELD_TYPES)),
});

const side = z.object({
  ref: z.string(),
  place: z.string(),
  connectionId: z.string(),
  location: z.record(z.string(), z.union([z.string(), z.number()])),
  state: z.enum(["waiting", "reading", "done", "failed"]),
  /** Columns of the draft's key on this side, where the system wants one to read by. */
  wantedKey: z.array(z.string()),
  columns: z.array(surveyedColumn),
  /** Ids of surveyed columns that the system reads by. */
  key: z.array(z.string()),
  cursor: z.string().nullable(),
  rows: z.number(),
  characters: z.number(),
  isWhole: z.boolean().nullable(),
  incompleteBecause: z.string().nullable(),
  tries: z.number(),
  problem: z.object({ message: z.string(), remedy: z.string().nullable() }).nullable(),
});

/** A side that is to be read from its beginning. */
export const unread = (
  side: Pick<SideSurvey, "ref" | "place" | "connectionId" | "location" | "wantedKey">,
): SideSurvey => ({
  ...side,
  state: "waiting",
  ...{ columns: [], key: [], cursor: null, rows: 0, characters: 0, tries: 0 },
  ...{ isWhole: null, incompleteBecause: null, problem: null },
});

/** How far a survey is, as it is kept with its draft. */
export const surveyProgress = z.object({
  requestedAt: z.string(),
  finishedAt: z.string().nullable(),
  sides: z.array(side),
});

export type SurveyProgress = z.infer<typeof surveyProgress>;
export type SideSurvey = SurveyProgress["sides"][number];
export type SurveyedColumn = SideSurvey["columns"][number];

const isOver = ({ state }: SideSurvey): boolean => state === "done" || state === "failed";

/** The side that is read next; null once all are over. */
export const nextSide = ({ sides }: SurveyProgress): SideSurvey | null =>
  sides.find((each) => !isOver(each)) ?? null;

/** The progress with one side as it is now; finished with the last of them. */
export function withSide(progress: SurveyProgress, changed: SideSurvey, now: Date): SurveyProgress {
  const sides = progress.sides.map((each) => (each.ref === changed.ref ? changed : each));
  return { ...progress, sides, finishedAt: sides.every(isOver) ? now.toISOString() : null };
}
