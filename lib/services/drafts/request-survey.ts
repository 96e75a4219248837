import "server-only";
import { inngest } from "@/inngest/client";
import { surveyRequested } from "@/inngest/events";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { type RowClient, recordRows, withRows } from "@/lib/db/row-store";
import { forgetSurveyed, holdSurvey, saveSurvey } from "@/lib/db/rows/survey";
import { takeRowTurnAt } from "@/lib/db/turns";
import { AppError } from "@/lib/errors";
import { newUuid, uuidOf } from "@/lib/ids";
import { log } from "@/lib/log";
import { callerEntry } from "../audit/caller-entry";
import type { DraftSide } from "./draft-input";
import type { DraftView } from "./draft-view";
import { type Draft, placeText, requireDraft, requireOpen } from "./stored-draft";
import { type SideSurvey, type SurveyProgress, surveyProgress, unread } from "./survey-progress";
import { draftView, isReadAsItIs } from "./view-of-draft";

/** A survey that nothing has moved on for so long has lost its job: it is sent again. */
const STRANDED_MS = 2 * 60_000;

/**
 * Asks for the draft's places to be read, once, in a job: those that were not read as they are, or all of them again where
 * every one was. A request that comes while they are being read joins. Throws AppError `invalid-input` without a place.
 */
export async function requestSurvey(caller: Caller, id: string, now = new Date()): Promise<DraftView> {
  authorize(caller, "registry:write");
  const { organizationId } = caller;
  const draft = await withOrg(organizationId, (db) => requireDraft(db, id));
  requireOpen(draft);
  if (draft.body.sides.length === 0)
    throw new AppError("invalid-input", "There is no place to read yet.", {
      remedy: "Choose a place first.",
    });
  const surveyId = await withRows(organizationId, async (client) => {
    await takeRowTurnAt(client, `draft ${draft.id}`);
    const placed = await placeSurvey(client, draft, now);
    if (placed.isNew) {
      const payload = { sides: placed.sides };
      const target = { type: "draft", ref: id };
      await recordRows(client, [callerEntry(caller, { action: "draft.surveyed", target, payload })], now);
    }
    return placed.send;
  });
  if (surveyId) await send({ organizationId, draftId: draft.id, surveyId });
  return withOrg(organizationId, async (db) => draftView(await requireDraft(db, id)));
}

interface Placed {
  readonly isNew: boolean;
  /** Refs of the sides that are read. */
  readonly sides: readonly string[];
  /** The survey whose event is to be sent; null = its job is at work. */
  readonly send: string | null;
}

/** Puts a new survey in the place of the one before, or joins that one. */
async function placeSurvey(client: RowClient, draft: Draft, now: Date): Promise<Placed> {
  const held = await holdSurvey(client, draft.id);
  const before = held === null ? null : { ...held, progress: surveyProgress.parse(held.progress) };
  if (before && joins(before.progress, draft)) {
    const isStranded = now.getTime() - before.at.getTime() > STRANDED_MS;
    if (isStranded) await saveSurvey(client, draft.id, { ...before, at: now });
    return { isNew: false, sides: [], send: isStranded ? before.id : null };
  }
  const asIs = draft.body.sides.filter((side) => isReadAsItIs(before?.progress ?? null, draft, side));
  const kept = asIs.length === draft.body.sides.length ? [] : asIs;
  const sides = draft.body.sides.map(
    (side) => (kept.includes(side) && sideIn(before?.progress, side)) || unread(sourceOf(side, draft.body)),
  );
  const read = sides.filter(({ state }) => state === "waiting").map(({ ref }) => ref);
  const gone = (before?.progress.sides ?? [])
    .map(({ ref }) => ref)
    .filter((ref) => !sides.some((one) => one.ref === ref));
  await forgetSurveyed(client, draft.id, [...read, ...gone]);
  const progress: SurveyProgress = { requestedAt: now.toISOString(), finishedAt: null, sides };
  const id = newUuid();
  await saveSurvey(client, draft.id, { id, progress, at: now });
  return { isNew: true, sides: read, send: id };
}

/** Whether a survey is under way that reads all of the draft's places as they are. */
const joins = (progress: SurveyProgress, { body }: Draft): boolean =>
  progress.finishedAt === null &&
  body.sides.every((side) => sideIn(progress, side)?.place === placeText(side)) &&
  progress.sides.every(({ ref }) => body.sides.some((side) => side.ref === ref));

const sideIn = (progress: SurveyProgress | undefined, { ref }: DraftSide): SideSurvey | undefined =>
  progress?.sides.find((each) => each.ref === ref);

function sourceOf(side: DraftSide, { key }: Draft["body"]): Parameters<typeof unread>[0] {
  const columns = key.flatMap((part) => side.mappings.filter(({ field }) => field === part));
  return {
    ref: side.ref,
    place: placeText(side),
    connectionId: uuidOf("con", side.connectionId) ?? "",
    location: side.location,
    wantedKey: columns.length === key.length ? columns.map(({ sideField }) => sideField) : [],
  };
}

/** A lost event is no failed request: the survey is kept, and asking again after a while sends it again. */
async function send(survey: { organizationId: string; draftId: string; surveyId: string }): Promise<void> {
  try {
    await inngest.send(surveyRequested.create(survey));
  } catch (error) {
    log("warn", "survey.not-sent", { draftId: survey.draftId, error });
  }
}
