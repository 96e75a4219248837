import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { namesOfKeys } from "@/lib/db/api-keys";
import { withOrg } from "@/lib/db/control";
import { namesOf } from "@/lib/db/resolve";
import { publicId, uuidOf } from "@/lib/ids";

/** Names by the public id of a person or an API key. */
export type ActorNames = Readonly<Record<string, string>>;

/** What these actors are called; those that are no member's or key of the organization are left out. */
export async function nameActors(
  caller: Caller,
  refs: readonly (string | null | undefined)[],
): Promise<ActorNames> {
  authorize(caller, "run:read");
  return namesOfActors(caller.organizationId, refs);
}

/** As `nameActors`, for a use case that has asked for its own permission. */
export async function namesOfActors(
  organizationId: string,
  refs: readonly (string | null | undefined)[],
): Promise<ActorNames> {
  const people = uuidsOf("per", refs);
  const keys = uuidsOf("key", refs);
  const named = people.length === 0 ? [] : await namesOf(organizationId, people);
  const held = keys.length === 0 ? [] : await withOrg(organizationId, (db) => namesOfKeys(db, keys));
  return Object.fromEntries([
    ...named.map(({ personId, name }) => [publicId("per", personId), name]),
    ...held.map(({ id, name }) => [publicId("key", id), `API key ${name}`]),
  ]);
}

const uuidsOf = (prefix: "per" | "key", refs: readonly (string | null | undefined)[]): string[] => [
  ...new Set(refs.flatMap((ref) => (ref ? (uuidOf(prefix, ref) ?? []) : []))),
];
