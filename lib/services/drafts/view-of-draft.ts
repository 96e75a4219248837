import { publicId } from "@/lib/ids";
import type { DraftSide } from "./draft-input";
import { draftTodo } from "./draft-todo";
import type { DraftSummary, DraftView, SurveyView } from "./draft-view";
import { type Draft, type KeptLook, placeText } from "./stored-draft";
import { MOST_ROWS, type SideSurvey, type SurveyProgress } from "./survey-progress";

const stateOf = ({ startedAt, triedRevision }: Draft): DraftSummary["state"] =>
  startedAt !== null ? "started" : triedRevision !== null ? "tried" : "open";

const headOf = (draft: Draft): Omit<DraftSummary, "sides"> => ({
  id: publicId("drf", draft.id),
  name: draft.name,
  step: draft.step,
  state: stateOf(draft),
  registryId: draft.startedAt === null ? null : draft.registryId && publicId("reg", draft.registryId),
  createdAt: draft.createdAt.toISOString(),
  createdBy: draft.createdBy,
  updatedAt: draft.updatedAt.toISOString(),
  updatedBy: draft.updatedBy,
});

/** The look at a side's place, as long as it is the place that the side has. */
export function lookOf({ body, looks }: Draft, ref: string): KeptLook | null {
  const side = body.sides.find((each) => each.ref === ref);
  const look = looks[ref];
  return side && look?.place === placeText(side) ? look : null;
}

export const draftSummary = (draft: Draft): DraftSummary => ({
  ...headOf(draft),
  sides: draft.body.sides.flatMap(({ ref }) => {
    const look = lookOf(draft, ref);
    return look ? [{ kind: look.kind, title: look.title }] : [];
  }),
});

export function draftView(draft: Draft): DraftView {
  const { registryId, runId } = draft;
  return {
    ...headOf(draft),
    revision: draft.revision,
    body: draft.body,
    looks: draft.body.sides.flatMap(({ ref }) => {
      const look = lookOf(draft, ref);
      if (!look) return [];
      const { place: _place, ...shown } = look;
      return [shown];
    }),
    survey: surveyView(draft),
    todo: draftTodo(draft),
    dryRun:
      registryId && runId
        ? {
            registryId: publicId("reg", registryId),
            runId: publicId("run", runId),
            isOfThisRevision: draft.triedRevision === draft.revision,
          }
        : null,
  };
}

/** The survey as far as it is of the draft's sides. */
function surveyView(draft: Draft): SurveyView | null {
  const { survey, surveyId, body } = draft;
  if (survey === null || surveyId === null) return null;
  const sides = new Map(body.sides.map((side) => [side.ref, side]));
  return {
    id: surveyId,
    state: survey.finishedAt === null ? "running" : "done",
    requestedAt: survey.requestedAt,
    finishedAt: survey.finishedAt,
    mostRows: MOST_ROWS,
    sides: survey.sides.flatMap((read) => {
      const side = sides.get(read.ref);
      if (!side) return [];
      const { ref, state, rows, isWhole, incompleteBecause, problem } = read;
      // What was mended shows when the place is looked at: it is worth another read then.
      const isMended = state === "failed" && (lookOf(draft, ref)?.lookedAt ?? "") > survey.requestedAt;
      const isStale = isMended || !isOfPlace(read, draft, side);
      return [{ side: ref, state, rows, isWhole, incompleteBecause, problem, isStale }];
    }),
  };
}

/** Whether a side was read to its end, or its bound, of the place and columns that it has now. */
export function isReadAsItIs(survey: SurveyProgress | null, draft: Draft, side: DraftSide): boolean {
  const read = survey?.sides.find(({ ref }) => ref === side.ref);
  return read?.state === "done" && isOfPlace(read, draft, side);
}

/** Of the place that the side has, with all of its columns that were seen since. */
function isOfPlace(read: SideSurvey, draft: Draft, side: DraftSide): boolean {
  if (read.place !== placeText(side)) return false;
  if (read.columns.length === 0) return true;
  const known = new Set(read.columns.map(({ sideField }) => sideField));
  const columns = lookOf(draft, side.ref)?.columns ?? [];
  return columns.every((column) => known.has(column.id) || !isSurveyed(column));
}

/**
 * Whether a side maps a column that its place does not have any more, as the look at it or, where it is later, the read of
 * it tells. Of a place that nobody could look at, neither says so.
 */
export function isColumnGone(draft: Draft, side: DraftSide): boolean {
  const look = lookOf(draft, side.ref);
  if (look === null || look.problem !== null) return false;
  const read = draft.survey?.sides.find(({ ref }) => ref === side.ref);
  const isLater = (draft.survey?.requestedAt ?? "") > look.lookedAt;
  const readNow = read?.state === "done" && isLater && read.place === placeText(side) ? read.columns : null;
  return side.mappings.some(({ sideField, direction }) => {
    if (direction === "off") return false;
    const column = look.columns.find(({ id }) => id === sideField);
    if (!column) return true;
    return readNow !== null && isSurveyed(column) && !readNow.some((one) => one.sideField === sideField);
  });
}

/** Relations are left out of what is read. */
const isSurveyed = ({ carries }: KeptLook["columns"][number]): boolean =>
  carries.some((type) => type !== "relation");
