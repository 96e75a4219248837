import "server-only";
import { resolver, type Scoped } from "./control";
import { Prisma } from "./generated/client";
import { takeTurnAt } from "./turns";

/** A registry in the making as it is stored; what body, looks and survey hold is the services' business. */
export interface StoredDraft {
  readonly id: string;
  readonly name: string;
  readonly step: string;
  readonly body: unknown;
  readonly revision: number;
  readonly looks: unknown;
  readonly surveyId: string | null;
  readonly survey: unknown;
  readonly surveyAt: Date | null;
  readonly registryId: string | null;
  readonly triedRevision: number | null;
  readonly runId: string | null;
  readonly claimId: string | null;
  readonly claimedUntil: Date | null;
  readonly startAs: string | null;
  readonly startSyncId: string | null;
  readonly startedAt: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedBy: string;
  readonly updatedAt: Date;
}

export const findDraft = (db: Scoped, id: string): Promise<StoredDraft | null> =>
  db.registryDraft.findFirst({ where: { id } });

/** The draft that a registry was made of, if it is kept still. */
export const findDraftOfRegistry = (db: Scoped, registryId: string): Promise<StoredDraft | null> =>
  db.registryDraft.findFirst({ where: { registryId } });

/** The one that was changed last first. */
export const listDrafts = (db: Scoped, limit: number): Promise<StoredDraft[]> =>
  db.registryDraft.findMany({ orderBy: [{ updatedAt: "desc" }, { id: "desc" }], take: limit });

export const countOpenDrafts = (db: Scoped): Promise<number> =>
  db.registryDraft.count({ where: { startedAt: null } });

/** New drafts of an organization take turns until the transaction ends. */
export const queueNewDrafts = (db: Scoped): Promise<void> => takeTurnAt(db, "new-draft");

/** Whatever changes one draft takes turns until the transaction ends. */
export const queueForDraft = (db: Scoped, id: string): Promise<void> => takeTurnAt(db, `draft ${id}`);

export async function insertDraft(
  db: Scoped,
  organizationId: string,
  draft: Pick<StoredDraft, "id" | "name" | "step"> & {
    readonly body: object;
    readonly looks: object;
    readonly by: string;
    readonly at: Date;
  },
): Promise<void> {
  const { by, at, body, looks, ...columns } = draft;
  await db.registryDraft.create({
    data: {
      organizationId,
      ...columns,
      body: body as Prisma.InputJsonValue,
      looks: looks as Prisma.InputJsonValue,
      ...{ createdBy: by, createdAt: at, updatedBy: by, updatedAt: at },
    },
  });
}

type Told = "name" | "step" | "registryId" | "triedRevision" | "runId" | "claimId" | "claimedUntil";

export interface DraftChange
  extends Partial<
    Pick<StoredDraft, Told | "startAs" | "startSyncId" | "startedAt" | "updatedBy" | "updatedAt">
  > {
  readonly body?: object;
  readonly looks?: object;
  /** What was decided has changed. */
  readonly revised?: true;
}

export async function changeDraft(db: Scoped, id: string, change: DraftChange): Promise<void> {
  const { body, looks, revised, ...columns } = change;
  await db.registryDraft.updateMany({
    where: { id },
    data: {
      ...columns,
      ...(body && { body: body as Prisma.InputJsonValue }),
      ...(looks && { looks: looks as Prisma.InputJsonValue }),
      ...(revised && { revision: { increment: 1 } }),
    },
  });
}

/** Puts another survey in the place of the one before; what that one read is the caller's to forget. */
export async function placeSurvey(
  db: Scoped,
  id: string,
  survey: { readonly id: string; readonly progress: object; readonly at: Date } | null,
): Promise<void> {
  await db.registryDraft.updateMany({
    where: { id },
    data: {
      surveyId: survey?.id ?? null,
      survey: survey ? (survey.progress as Prisma.InputJsonValue) : Prisma.DbNull,
      surveyAt: survey?.at ?? null,
    },
  });
}

export const deleteDraft = async (db: Scoped, id: string): Promise<void> => {
  await db.registryDraft.deleteMany({ where: { id } });
};

/** What is forgotten of drafts: surveys from before the one time, and drafts that were started before the other. */
export interface OldDrafts {
  readonly surveyed: Date;
  readonly started: Date;
}

export async function organizationsWithOldDrafts(
  { surveyed, started }: OldDrafts,
  limit: number,
): Promise<string[]> {
  const rows = await resolver().$queryRaw<{ id: string }[]>`
    select organization_id as id
      from resolve.organizations_with_old_drafts(${surveyed}, ${started}, ${limit}::int)`;
  return rows.map(({ id }) => id);
}

/** Forgets old surveys, whose ids it answers with, and drafts that became registries long ago, with how many. */
export async function forgetOldDrafts(
  db: Scoped,
  { surveyed, started }: OldDrafts,
): Promise<{ readonly surveys: string[]; readonly drafts: number }> {
  const { count } = await db.registryDraft.deleteMany({ where: { startedAt: { lt: started } } });
  const old = await db.registryDraft.findMany({
    where: { surveyAt: { lt: surveyed } },
    select: { id: true },
  });
  const surveys = old.map(({ id }) => id);
  await db.registryDraft.updateMany({
    where: { id: { in: surveys }, surveyAt: { lt: surveyed } },
    data: { surveyId: null, survey: Prisma.DbNull, surveyAt: null },
  });
  return { surveys, drafts: count };
}
