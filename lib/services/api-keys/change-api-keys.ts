import "server-only";
import { makeApiKey } from "@/lib/auth/api-key";
import { authorize, type Caller } from "@/lib/auth/policy";
import {
  countApiKeys,
  findApiKey,
  insertApiKey,
  revokeApiKey as revokeStored,
  type StoredApiKey,
} from "@/lib/db/api-keys";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";
import type { CreateApiKeyInput } from "./api-key-input";
import { type ApiKeyView, apiKeyView } from "./api-key-view";

/** More than anybody can keep apart; keeps the list in one page. */
const MOST_KEYS = 200;

export interface CreatedApiKeyView extends ApiKeyView {
  /** The whole key, in this answer only: what is stored is its hash. */
  readonly key: string;
}

/**
 * Makes a key that is the maker's own and no more than the maker: of his role as it is at each call, with scopes that
 * he has. A key that makes one hands on its person, and neither outlives itself nor leaves its own addresses.
 * `invalid-input` says what is too much; `limit-reached` when there are too many.
 */
export async function createApiKey(
  caller: Caller,
  input: CreateApiKeyInput,
  now = new Date(),
): Promise<CreatedApiKeyView> {
  authorize(caller, "api-key:write");
  const made = makeApiKey();
  const view = await withOrg(caller.organizationId, async (db) => {
    const maker = await makerOf(db, caller);
    const limits = limitsOf(input, maker);
    refuseExcess(caller, { ...input, ...limits }, { maker, now });
    if ((await countApiKeys(db)) >= MOST_KEYS)
      throw new AppError("limit-reached", `An organization holds at most ${MOST_KEYS} API keys.`, {
        remedy: "Revoke keys that are no longer used.",
      });
    const stored = {
      id: newUuid(),
      name: input.name,
      hint: made.hint,
      scopes: input.scopes,
      personId: maker.personId,
      ...limits,
      madeBy: caller.actor.ref,
      createdAt: now,
    };
    await insertApiKey(db, caller.organizationId, { ...stored, hash: made.hash });
    const target = { type: "api-key", ref: publicId("key", stored.id) };
    const { name, scopes, addresses } = stored;
    const payload = { name, scopes, addresses, expiresAt: limits.expiresAt?.toISOString() ?? null };
    await record(db, [callerEntry(caller, { action: "api-key.created", target, payload })], now);
    return apiKeyView({ ...stored, lastUsedAt: null });
  });
  return { ...view, key: made.text };
}

/** From the next call on the key is refused. `not-found` where there is none, or it was revoked before. */
export async function revokeApiKey(caller: Caller, id: string, now = new Date()): Promise<void> {
  authorize(caller, "api-key:write");
  await withOrg(caller.organizationId, async (db) => {
    const uuid = uuidOf("key", id);
    const key = uuid && (await findApiKey(db, uuid));
    if (!key || !(await revokeStored(db, key.id, now)))
      throw new AppError("not-found", "There is no such API key.");
    const payload = { name: key.name, scopes: key.scopes };
    const target = { type: "api-key", ref: id };
    await record(db, [callerEntry(caller, { action: "api-key.revoked", target, payload })], now);
  });
}

type Maker = Pick<StoredApiKey, "personId" | "addresses" | "expiresAt">;

/** Whose the new key will be, and what bounds it: the person, or the key, that makes it. */
async function makerOf(db: Scoped, { actor }: Caller): Promise<Maker> {
  const person = actor.type === "person" ? uuidOf("per", actor.ref) : null;
  if (person) return { personId: person, addresses: [], expiresAt: null };
  const id = actor.type === "api-key" ? uuidOf("key", actor.ref) : null;
  const key = id && (await findApiKey(db, id));
  // Revoked since this call came in.
  if (!key) throw new AppError("unauthenticated", "The key that makes this one is no longer valid.");
  return key;
}

type Limits = Pick<StoredApiKey, "addresses" | "expiresAt">;

const limitsOf = ({ addresses, expiresAt }: CreateApiKeyInput, maker: Maker): Limits => ({
  addresses: addresses ?? maker.addresses,
  expiresAt: expiresAt === null ? maker.expiresAt : new Date(expiresAt),
});

function refuseExcess(
  caller: Caller,
  { scopes, addresses, expiresAt }: Limits & Pick<CreateApiKeyInput, "scopes">,
  { maker, now }: { readonly maker: Maker; readonly now: Date },
): void {
  const paths = [
    ...scopes.flatMap((scope, at) =>
      caller.scopes.has(scope)
        ? []
        : [{ path: `/scopes/${at}`, message: `You do not have ${scope} yourself.` }],
    ),
    ...(expiresAt !== null && expiresAt <= now
      ? [{ path: "/expiresAt", message: "This is in the past." }]
      : []),
    ...(expiresAt !== null && maker.expiresAt !== null && expiresAt > maker.expiresAt
      ? [{ path: "/expiresAt", message: "The key that makes this one expires earlier." }]
      : []),
    ...(maker.addresses.length > 0 && !isWithin(addresses, maker.addresses)
      ? [{ path: "/addresses", message: "The key that makes this one may be used from fewer addresses." }]
      : []),
  ];
  if (paths.length > 0) throw new AppError("invalid-input", "This key cannot be made.", { paths });
}

/** Each of them one of those, as they are written; none at all would be every address. */
const isWithin = (addresses: readonly string[], those: readonly string[]): boolean =>
  addresses.length > 0 && addresses.every((address) => those.includes(address));
