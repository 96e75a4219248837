import "server-only";
import { resolver } from "./control";

/** A person on the way to an identity provider and back. */
export interface StoredFlow {
  readonly providerId: string;
  readonly organizationId: string;
  /** Who asked for it while signed in, to try the provider or to link an identity; null: nobody is signed in. */
  readonly personId: string | null;
  readonly nonce: string;
  readonly verifier: string;
  /** A path of ours. */
  readonly returnTo: string;
  readonly browserHash: string;
}

export async function placeFlow(keyHash: string, flow: StoredFlow, expiresAt: Date): Promise<void> {
  await resolver().$executeRaw`
    select resolve.place_sign_in_flow(${keyHash}, ${flow.providerId}::uuid, ${flow.organizationId}::uuid,
      ${flow.personId}::uuid, ${flow.nonce}, ${flow.verifier}, ${flow.returnTo}, ${flow.browserHash}, ${expiresAt})`;
}

/** Null for one that is unknown, used or over. Never twice, whoever asks. */
export async function takeFlow(keyHash: string): Promise<StoredFlow | null> {
  const rows = await resolver().$queryRaw<StoredFlow[]>`
    select provider_id as "providerId", organization_id as "organizationId", person_id as "personId", nonce, verifier,
           return_to as "returnTo", browser_hash as "browserHash" from resolve.take_sign_in_flow(${keyHash})`;
  return rows[0] ?? null;
}
