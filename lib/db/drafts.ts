import "server-only";
import { resolver, type Scoped } from "./control";
import type { Prisma } from "./generated/client";
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
