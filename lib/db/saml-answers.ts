import "server-only";
import { resolver } from "./control";

/** What a SAML identity provider has told, from its post until the browser that asked comes for it. */
export interface StoredAnswer {
  readonly providerId: string;
  readonly subject: string;
  readonly email: string | null;
  readonly name: string | null;
}

/** Whether a flow to that provider waits for its answer; takes nothing. */
export async function flowWaits(keyHash: string, providerId: string): Promise<boolean> {
  const rows = await resolver().$queryRaw<{ waits: boolean }[]>`
    select resolve.sign_in_flow_waits(${keyHash}, ${providerId}::uuid) as waits`;
  return rows[0]?.waits === true;
}

/**
 * Keeps the answer to a flow that waits. False where nothing waits any more, another answer was first, or the assertion
 * was believed before: of posts at the same time, in any process, one is kept.
 */
export async function placeAnswer(
  keyHash: string,
  answer: StoredAnswer & { readonly expiresAt: Date },
  assertion: { readonly hash: string; readonly seenUntil: Date },
): Promise<boolean> {
  const { providerId, subject, email, name, expiresAt } = answer;
  const rows = await resolver().$queryRaw<{ placed: boolean }[]>`
    select resolve.place_saml_answer(${keyHash}, ${providerId}::uuid, ${assertion.hash}, ${assertion.seenUntil},
      ${subject}, ${email}, ${name}, ${expiresAt}) as placed`;
  return rows[0]?.placed === true;
}

/** Null for one that is unknown, taken or over. Never twice. */
export async function takeAnswer(keyHash: string): Promise<StoredAnswer | null> {
  const rows = await resolver().$queryRaw<StoredAnswer[]>`
    select provider_id as "providerId", subject, email, name from resolve.take_saml_answer(${keyHash})`;
  return rows[0] ?? null;
}

/** Forgets answers and assertions that are over. Returns how many assertions. */
export async function sweepAssertions(now: Date): Promise<number> {
  const rows = await resolver().$queryRaw<{ gone: number }[]>`select resolve.sweep_saml(${now}) as gone`;
  return rows[0]?.gone ?? 0;
}
