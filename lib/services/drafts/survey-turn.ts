import "server-only";
import type { Page } from "@/lib/connectors/connector";
import { withRows } from "@/lib/db/row-store";
import { findSurvey, holdSurvey, keepSurveyed, type SurveyChunk, saveSurvey } from "@/lib/db/rows/survey";
import { AppError, asAppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import { openConnection } from "@/lib/reach/open-connection";
import { planSurvey, surveyConfig } from "./plan-survey";
import {
  MOST_CHARACTERS,
  MOST_ROWS,
  MOST_TRIES,
  nextSide,
  type SideSurvey,
  type SurveyProgress,
  surveyProgress,
  withSide,
} from "./survey-progress";
import { surveyChunks } from "./surveyed-value";

/** No further page begins after this. */
const TURN_MS = 20_000;

/** First wait where a system does not answer; it doubles with each try. */
const WAIT_MS = 2_000;

export interface SurveyPlace {
  readonly organizationId: string;
  readonly draftId: string;
  readonly surveyId: string;
}

export interface SurveyTurn {
  /** over: all sides are read, or failed, or another survey has taken this one's place. */
  readonly next: "more" | "over";
  readonly waitMs: number;
}

const OVER: SurveyTurn = { next: "over", waitMs: 0 };

/**
 * One turn of a survey: reads pages of one side until its time is up or the side is read, each kept with the place in the
 * read in one transaction, so that a turn may be done twice or break off anywhere. A side that refuses us says why and keeps
 * no other from being read; one that asks for patience gets it.
 */
export async function surveyTurn(place: SurveyPlace, clock = () => new Date()): Promise<SurveyTurn> {
  const side = await currentSide(place);
  if (side === null) return OVER;
  const until = clock().getTime() + TURN_MS;
  try {
    await readOn(place, side, () => clock().getTime() < until, clock);
    return { next: "more", waitMs: 0 };
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.kind === "internal") throw thrown;
    return putOff(place, error, clock());
  }
}

/** Ends a survey whose job was given up: what was not read says so. */
export async function failSurvey(place: SurveyPlace, now = new Date()): Promise<void> {
  const problem = { message: "The reading broke off.", remedy: "Read the places again." };
  await moveOn(place, now, (progress) =>
    progress.sides
      .filter(({ state }) => state === "waiting" || state === "reading")
      .reduce((after, side) => withSide(after, { ...side, state: "failed", problem }, now), progress),
  );
}

async function currentSide({ organizationId, draftId, surveyId }: SurveyPlace): Promise<SideSurvey | null> {
  const kept = await withRows(organizationId, (client) => findSurvey(client, draftId));
  return kept?.id === surveyId ? nextSide(surveyProgress.parse(kept.progress)) : null;
}

async function readOn(
  place: SurveyPlace,
  from: SideSurvey,
  hasTime: () => boolean,
  clock: () => Date,
): Promise<void> {
  if (!isUuid(from.connectionId))
    throw new AppError("not-found", "The connection does not exist any more.", {
      remedy: "Choose another connection.",
    });
  const connector = await openConnection(place.organizationId, from.connectionId);
  try {
    let side: SideSurvey | null = from;
    if (side.state === "waiting") side = await begin(place, side, await planSurvey(connector, side), clock());
    if (side === null) return;
    const opened = connector.side(surveyConfig(side));
    do {
      const page = await opened.read(side.cursor);
      side = await keepPage(place, side, page, clock());
    } while (side?.state === "reading" && hasTime());
  } finally {
    await connector.close();
  }
}

const begin = (
  place: SurveyPlace,
  side: SideSurvey,
  plan: Pick<SideSurvey, "columns" | "key">,
  now: Date,
): Promise<SideSurvey | null> => replaceSide(place, side, { ...side, ...plan, state: "reading" }, now);

/** Keeps a page, and where the read stands then. Null: somebody else has kept it, or the survey is another's. */
async function keepPage(
  place: SurveyPlace,
  side: SideSurvey,
  page: Page,
  now: Date,
): Promise<SideSurvey | null> {
  const records = page.records.slice(0, MOST_ROWS - side.rows);
  const chunks = surveyChunks(records, side.columns);
  const rows = side.rows + records.length;
  const characters = side.characters + JSON.stringify(chunks).length;
  const isCut = records.length < page.records.length;
  const isFull = rows >= MOST_ROWS || characters >= MOST_CHARACTERS;
  const isOver = page.next === null || isFull;
  const after: SideSurvey = {
    ...side,
    ...{ rows, characters, tries: 0, cursor: isOver ? null : page.next },
    ...(isOver && {
      state: "done",
      isWhole: page.next === null && !isCut,
      incompleteBecause: page.census?.complete === false ? page.census.reason : null,
    }),
  };
  return replaceSide(place, side, after, now, { size: records.length, chunks });
}

/** What could not be read now is tried again later, and not for ever; a refusal stands until somebody mends it. */
async function putOff(place: SurveyPlace, error: AppError, now: Date): Promise<SurveyTurn> {
  if (error.kind === "rate-limited") return { next: "more", waitMs: error.retryAfterMs ?? WAIT_MS };
  let waitMs = 0;
  await moveOn(place, now, (progress) => {
    const side = nextSide(progress);
    if (side === null) return progress;
    const tries = side.tries + 1;
    if (error.kind === "upstream-unavailable" && tries < MOST_TRIES) {
      waitMs = error.retryAfterMs ?? WAIT_MS * 2 ** side.tries;
      return withSide(progress, { ...side, tries }, now);
    }
    const problem = { message: error.message, remedy: error.remedy };
    return withSide(progress, { ...side, state: "failed", problem }, now);
  });
  return { next: "more", waitMs };
}

interface ReadPage {
  readonly size: number;
  readonly chunks: readonly SurveyChunk[];
}

/** Puts the side on, if it still stands where it stood when this was read. */
async function replaceSide(
  place: SurveyPlace,
  before: SideSurvey,
  after: SideSurvey,
  now: Date,
  { size, chunks }: ReadPage = { size: 0, chunks: [] },
): Promise<SideSurvey | null> {
  let kept: SideSurvey | null = null;
  await moveOn(place, now, async (progress, client) => {
    const side = progress.sides.find(({ ref }) => ref === before.ref);
    const stands = side?.state === before.state && side.cursor === before.cursor && side.rows === before.rows;
    if (!stands) return progress;
    const page = { draftId: place.draftId, side: before.ref, first: before.rows, size };
    await keepSurveyed(client, page, chunks);
    kept = after;
    return withSide(progress, after, now);
  });
  return kept;
}

type Client = Parameters<Parameters<typeof withRows>[1]>[0];

/** Changes how far the survey is in one transaction; a survey that is no longer the draft's is left alone. */
async function moveOn(
  { organizationId, draftId, surveyId }: SurveyPlace,
  now: Date,
  change: (progress: SurveyProgress, client: Client) => Promise<SurveyProgress> | SurveyProgress,
): Promise<void> {
  await withRows(organizationId, async (client) => {
    const held = await holdSurvey(client, draftId);
    if (held?.id !== surveyId) return;
    const progress = await change(surveyProgress.parse(held.progress), client);
    await saveSurvey(client, draftId, { id: surveyId, progress, at: now });
  });
}
