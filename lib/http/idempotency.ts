import "server-only";
import { createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import type { Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { claimKey, KEPT_MS, keepAnswer, releaseKey } from "@/lib/db/idempotency";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";

/** A request that has no answer after this died with its process. */
const ABANDONED_MS = 5 * 60_000;

const FORM = /^[\x21-\x7e]{1,255}$/;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What makes two requests the same. */
export interface Sameness {
  readonly method: string;
  readonly path: string;
  readonly input: unknown;
}

/**
 * Answers a request once: the same key with the same input gets the first answer again for 24 hours; with other
 * input, or while the first is under way, AppError `stale`. A request that failed changed nothing, so its key is
 * free again. Keys belong to whoever sent them: nobody is shown another's answer. `kept` makes of a body what may be
 * stored of it, where that is less than the whole.
 */
export async function onlyOnce(
  caller: Caller,
  given: {
    readonly key: string;
    readonly request: Sameness;
    readonly kept?: ((body: never) => unknown) | undefined;
    readonly now?: Date;
  },
  work: () => Promise<Answer>,
): Promise<Answer & { readonly isReplay: boolean }> {
  const { now = new Date(), kept: keptOf = (body: unknown) => body } = given;
  const key = keyOf(caller, given.key);
  const requestHash = digestOf(given.request);
  const kept = await withOrg(caller.organizationId, (db) =>
    claimKey(db, caller.organizationId, {
      key,
      requestHash,
      at: now,
      keptSince: new Date(now.getTime() - KEPT_MS),
      abandonedBefore: new Date(now.getTime() - ABANDONED_MS),
    }),
  );
  if (!kept) return { ...(await answered(caller, { key, keptOf }, work)), isReplay: false };
  if (kept.requestHash !== requestHash)
    throw new AppError("stale", "This Idempotency-Key was used for another request.", {
      remedy: "Take a new key for every new request.",
    });
  if (!kept.answer)
    throw new AppError("stale", "The request with this Idempotency-Key is still under way.", {
      remedy: "Ask again in a few seconds with the same key.",
      retryAfterMs: 2000,
    });
  return { ...kept.answer, isReplay: true };
}

async function answered(
  caller: Caller,
  { key, keptOf }: { readonly key: string; readonly keptOf: (body: never) => unknown },
  work: () => Promise<Answer>,
): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await work();
  } catch (thrown) {
    await withOrg(caller.organizationId, (db) => releaseKey(db, key)).catch(() => {});
    throw thrown;
  }
  // What was done is done: an answer that cannot be kept is no reason to say that it failed.
  const kept = { status: answer.status, body: keptOf(answer.body as never) };
  await withOrg(caller.organizationId, (db) => keepAnswer(db, key, kept)).catch((error) =>
    log("error", "api.answer-not-kept", { requestId: caller.requestId, error }),
  );
  return answer;
}

function keyOf(caller: Caller, key: string): string {
  if (FORM.test(key)) return `${caller.actor.ref}:${key}`;
  throw new AppError("invalid-input", "The Idempotency-Key is not usable.", {
    remedy: "Send 1 to 255 visible ASCII characters, for example a UUID.",
  });
}

/** Keyed, because the input may hold a password. */
const digestOf = (request: Sameness): string =>
  createHmac("sha256", env().APP_SECRET)
    .update(`idempotency\0${canonicalize(request)}`)
    .digest("hex");
