import "server-only";
import { z } from "zod";
import type { Scoped } from "@/lib/db/control";
import { findDraft, type StoredDraft } from "@/lib/db/drafts";
import { FIELD_TYPES } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import { type DraftBody, type DraftStep, draftBody } from "./draft-input";
import type { DraftLook } from "./draft-view";
import { type SurveyProgress, surveyProgress } from "./survey-progress";

const check = z.object({
  name: z.string(),
  ok: z.boolean().nullable(),
  message: z.string(),
  remedy: z.string().nullable(),
  copy: z.string().optional(),
});

const problem = z.object({ message: z.string(), remedy: z.string().nullable() }).nullable();

const column = z.object({
  id: z.string(),
  name: z.string(),
  native: z.string(),
  carries: z.array(z.enum(FIELD_TYPES)),
  readOnlyBecause: z.string().nullable(),
  keyPart: z.boolean(),
  options: z.array(z.string()).nullable(),
});

const look = z.object({
  side: z.string(),
  kind: z.string(),
  connection: z.string(),
  title: z.string(),
  checks: z.array(check),
  columns: z.array(column),
  rowCount: z.number().nullable(),
  problem,
  lookedAt: z.string(),
  /** What was looked at, as `placeText` says it. */
  place: z.string(),
});

/** A look as it is kept: with the place that it was of. */
export type KeptLook = DraftLook & { readonly place: string };

/** A draft with what its JSON columns hold. */
export interface Draft extends Omit<StoredDraft, "body" | "looks" | "survey" | "step"> {
  readonly step: DraftStep;
  readonly body: DraftBody;
  readonly looks: Readonly<Record<string, KeptLook>>;
  readonly survey: SurveyProgress | null;
}

export const readDraft = (stored: StoredDraft): Draft => ({
  ...stored,
  step: stored.step as DraftStep,
  body: draftBody.parse(stored.body),
  looks: z.record(z.string(), look).parse(stored.looks),
  survey: stored.survey === null ? null : surveyProgress.parse(stored.survey),
});

/** The draft behind a public id; `not-found` for anything else, another organization's included. */
export async function requireDraft(db: Scoped, id: string): Promise<Draft> {
  const uuid = uuidOf("drf", id);
  const stored = uuid && (await findDraft(db, uuid));
  if (!stored) throw new AppError("not-found", "There is no such draft.");
  return readDraft(stored);
}

/** Throws AppError `stale` where the draft is not as its person saw it. */
export function requireRevision(draft: Draft, revision: number): void {
  if (draft.revision === revision) return;
  throw new AppError("stale", `This draft was changed since: it is at revision ${draft.revision} now.`, {
    remedy: "Look at it as it is now, and decide again.",
    paths: [{ path: "/revision", message: `${draft.revision} is the newest.` }],
  });
}

/** Throws AppError `stale` once the draft is a registry. */
export function requireOpen(draft: Draft): void {
  if (draft.startedAt === null) return;
  throw new AppError("stale", "This draft has become a registry.", {
    remedy: "Change the registry's settings instead.",
  });
}

/** The draft as its person saw it, still open: else AppError `stale`, or `not-found`. */
export async function requireOpenAt(db: Scoped, id: string, revision: number): Promise<Draft> {
  const draft = await requireDraft(db, id);
  requireOpen(draft);
  requireRevision(draft, revision);
  return draft;
}

/** Throws AppError `stale` while a registry is made of the draft. */
export function requireUnclaimed({ claimedUntil }: Draft, now: Date): void {
  if (claimedUntil === null || claimedUntil <= now) return;
  throw new AppError("stale", "A dry run of this draft is being made at this moment.", {
    remedy: "Wait a moment, then look at the draft again.",
  });
}

/** What is read of a side's place, as text: another one is another place. Titles change without that. */
export const placeText = ({
  connectionId,
  location,
}: Pick<DraftBody["sides"][number], "connectionId" | "location">): string =>
  JSON.stringify([
    connectionId,
    Object.entries(location)
      .filter(([part]) => part !== "title")
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
