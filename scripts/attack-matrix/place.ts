import { callerOfKey, makeApiKey } from "@/lib/auth/api-key";
import { type Caller, SCOPES, type Scope } from "@/lib/auth/policy";
import { ROLES, type Role } from "@/lib/auth/role";
import { closeSession, openSession } from "@/lib/auth/session";
import { newToken } from "@/lib/auth/token";
import { insertApiKey } from "@/lib/db/api-keys";
import { withOrg } from "@/lib/db/control";
import { addMember, removeMember } from "@/lib/db/members";
import { personWithEmail } from "@/lib/db/resolve";
import { type IdPrefix, newUuid, publicId, uuidOf } from "@/lib/ids";
import { createOrganization } from "@/lib/services/organizations/create-organization";
import { withClient } from "../postgres/roles.mjs";
import type { Kind } from "./parameters";
import { plantThings, type Things } from "./plant-things";

/** Ids by what they name, as they stand in addresses. */
export type Ids = Readonly<Record<Exclude<Kind, "any">, string>>;

/** How somebody asks: by a browser's session or by a key, or as nobody. */
export interface Asker {
  readonly name: string;
  readonly session: string | null;
  readonly key: string | null;
  /** Whose ids stand in the places that are not attacked: those of his own organization, or of the attacked one. */
  readonly fills: "own" | "foreign";
}

export interface Place {
  readonly own: Ids;
  readonly foreign: Ids;
  /** Of things that were the own organization's once. */
  readonly deleted: Ids;
  readonly askers: readonly Asker[];
  /** Texts of the attacked organization, in its rows, names and documents, which nobody else may ever see. */
  readonly canary: string;
  /** A session of somebody who is in no organization, so that none has its end in the ledger. */
  lendSession(): Promise<{ readonly session: string; close(): Promise<void> }>;
}

const KEY_SCOPES: Readonly<Record<string, readonly Scope[]>> = {
  read: ["read"],
  write: ["read", "write", "runs:start", "runs:approve"],
  admin: SCOPES,
};

/** Two organizations with one of everything, what one of them had, and everybody who may try to get at the other's. */
export async function openPlace(urls: { adminUrl: string; customerUrl: string }): Promise<Place> {
  const canary = `CANARY${newToken().replace(/[^0-9A-Za-z]/g, "")}`;
  const [attacked, attackers, others] = await Promise.all([
    organization(canary),
    organization("Attackers"),
    organization("Others"),
  ]);
  const foreign = await plantThings(attacked.caller, { name: canary, customerUrl: urls.customerUrl });
  const own = await plantThings(attackers.caller, { name: "Own", customerUrl: urls.customerUrl });
  const gone = await plantThings(attackers.caller, { name: "Gone", customerUrl: urls.customerUrl });
  const lost = await organization("Lost");
  const suspended = await suspendedMember(attacked.organizationId);
  const askers: Asker[] = [
    { name: "anonymous", session: null, key: null, fills: "foreign" },
    ...(await Promise.all(ROLES.map((role) => member(attackers.organizationId, role)))),
    ...(await Promise.all(
      Object.entries(KEY_SCOPES).map(([name, scopes]) => keyHolder(attackers, name, scopes)),
    )),
    suspended,
    { ...(await sessionOf(others, "owner of another organization")), fills: "foreign" },
  ];
  await deleteThings(urls.adminUrl, gone, lost.organizationId);
  return {
    own: { org: attackers.id, ...own },
    foreign: { org: attacked.id, ...foreign },
    deleted: { org: lost.id, ...gone },
    askers,
    canary,
    lendSession: await lender(),
  };
}

interface Organization {
  readonly id: string;
  readonly organizationId: string;
  readonly caller: Caller;
  readonly apiKey: string;
  readonly ownerId: string;
}

async function organization(name: string): Promise<Organization> {
  const email = `${name.toLowerCase()}@example.com`;
  const made = await createOrganization({ name, plan: "enterprise", owner: { email, name } });
  const caller = await callerOfKey(`Bearer ${made.apiKey}`);
  return { ...made, caller, ownerId: await personWithEmail(newUuid(), email, name) };
}

async function sessionOf({ ownerId, apiKey }: Organization, name: string): Promise<Omit<Asker, "fills">> {
  return { name, session: await openSession(ownerId, new Date()), key: apiKey };
}

/** A person of the organization, in a browser and with a key of all scopes, which is worth his role. */
async function member(organizationId: string, role: Role): Promise<Asker> {
  const personId = await personWithEmail(newUuid(), `${role}-${organizationId}@example.com`, role);
  await withOrg(organizationId, (db) => addMember(db, { organizationId, personId, role }));
  const key = await keyOf(organizationId, personId, SCOPES);
  return { name: role, session: await openSession(personId, new Date()), key, fills: "own" };
}

async function keyHolder(
  { organizationId, ownerId }: Organization,
  name: string,
  scopes: readonly Scope[],
): Promise<Asker> {
  return {
    name: `key:${name}`,
    session: null,
    key: await keyOf(organizationId, ownerId, scopes),
    fills: "own",
  };
}

/** Was in the attacked organization, knows all its ids, and still has a session and a key that nobody revoked. */
async function suspendedMember(organizationId: string): Promise<Asker> {
  const asker = await member(organizationId, "owner");
  const personId = await personWithEmail(newUuid(), `owner-${organizationId}@example.com`, "owner");
  await withOrg(organizationId, (db) => removeMember(db, personId));
  return { ...asker, name: "suspended", fills: "foreign" };
}

async function lender(): Promise<Place["lendSession"]> {
  const personId = await personWithEmail(newUuid(), "traveller@example.com", "Traveller");
  return async () => {
    const session = await openSession(personId, new Date());
    return { session, close: () => closeSession(session) };
  };
}

async function keyOf(organizationId: string, personId: string, scopes: readonly Scope[]): Promise<string> {
  const { text, hash, hint } = makeApiKey();
  const key = { id: newUuid(), name: "key", hash, hint, scopes, personId };
  await withOrg(organizationId, (db) => insertApiKey(db, organizationId, key));
  return text;
}

const uuidIn = (id: string): string => uuidOf(id.slice(0, 3) as IdPrefix, id) ?? "";

/** Behind everything's back: what is gone is gone from every table, as after a deletion of each. */
async function deleteThings(adminUrl: string, gone: Things, organizationId: string): Promise<void> {
  const by: readonly (readonly [string, string])[] = [
    ["rows.link where registry_id", gone.reg],
    ["rows.issue where registry_id", gone.reg],
    ["rows.conflict where registry_id", gone.reg],
    ["rows.row_version where registry_id", gone.reg],
    ["rows.base where registry_id", gone.reg],
    ["public.registry where id", gone.reg],
    ["public.connection where id", gone.con],
    ["public.option_set where id", gone.ops],
    ["public.registry_draft where id", gone.drf],
    ["public.api_key where id", gone.key],
    ["public.invitation where id", gone.inv],
    ["public.member where person_id", gone.per],
    ["public.session where id", gone.ses],
    ["public.identity where id", gone.idn],
    ["public.identity_provider where id", gone.idp],
    ["public.organization where id", publicId("org", organizationId)],
  ];
  await withClient(adminUrl, async (client) => {
    for (const [what, id] of by) {
      const { rowCount } = await client.query(`delete from ${what} = $1`, [uuidIn(id)]);
      if (rowCount === 0) throw new Error(`nothing was deleted: ${what} ${id}`);
    }
  });
}
