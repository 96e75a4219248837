import "server-only";
import type { Scoped } from "./control";
import { Prisma } from "./generated/client";

/** How long an answer is kept for whoever asks the same again. */
export const KEPT_MS = 24 * 60 * 60_000;

export interface KeptAnswer {
  readonly requestHash: string;
  /** Null while the first request is still being answered. */
  readonly answer: { readonly status: number; readonly body: unknown } | null;
}

export interface Claim {
  readonly key: string;
  readonly requestHash: string;
  readonly at: Date;
  /** Answers kept before this are forgotten, and requests without an answer begun before `abandonedBefore`. */
  readonly keptSince: Date;
  readonly abandonedBefore: Date;
}

/** Claims the key for one request: null when it is ours now, else what is known of the request that has it. */
export async function claimKey(db: Scoped, organizationId: string, claim: Claim): Promise<KeptAnswer | null> {
  await db.idempotencyKey.deleteMany({
    where: {
      OR: [
        { createdAt: { lt: claim.keptSince } },
        { key: claim.key, status: null, createdAt: { lt: claim.abandonedBefore } },
      ],
    },
  });
  const { key, requestHash, at: createdAt } = claim;
  const made = await db.idempotencyKey.createMany({
    data: [{ organizationId, key, requestHash, createdAt }],
    skipDuplicates: true,
  });
  if (made.count === 1) return null;
  const kept = await db.idempotencyKey.findFirst({ where: { key } });
  // Let go between the two statements: to the caller that is a request in flight.
  if (!kept) return { requestHash, answer: null };
  const answer = kept.status === null ? null : { status: kept.status, body: kept.body };
  return { requestHash: kept.requestHash, answer };
}

/** Keeps the answer for whoever sends the same request again. */
export async function keepAnswer(
  db: Scoped,
  key: string,
  answer: { readonly status: number; readonly body: unknown },
): Promise<void> {
  const body = answer.body === null ? Prisma.JsonNull : (answer.body as Prisma.InputJsonValue);
  await db.idempotencyKey.updateMany({ where: { key, status: null }, data: { status: answer.status, body } });
}

/** Forgets the answers that were kept since before then. */
export async function forgetAnswers(db: Scoped, before: Date): Promise<number> {
  return (await db.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } })).count;
}

/** Lets go of a key whose request changed nothing. */
export async function releaseKey(db: Scoped, key: string): Promise<void> {
  await db.idempotencyKey.deleteMany({ where: { key, status: null } });
}
