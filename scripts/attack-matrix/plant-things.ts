import { makeApiKey } from "@/lib/auth/api-key";
import type { Caller } from "@/lib/auth/policy";
import { openSession } from "@/lib/auth/session";
import { newToken, tokenHash } from "@/lib/auth/token";
import { insertApiKey } from "@/lib/db/api-keys";
import { withOrg } from "@/lib/db/control";
import { addMember } from "@/lib/db/members";
import { changeDelivery, insertDeliveries } from "@/lib/db/notice-deliveries";
import { identitiesOf, linkIdentity, sessionsOf } from "@/lib/db/people";
import { personWithEmail } from "@/lib/db/resolve";
import { type RowClient, withRows } from "@/lib/db/row-store";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { createConnection } from "@/lib/services/connections/create-connection";
import { beginDraft } from "@/lib/services/drafts/begin-draft";
import { beginDraftInput } from "@/lib/services/drafts/draft-input";
import { createWebhookInput } from "@/lib/services/notifications/channel-input";
import { createWebhook } from "@/lib/services/notifications/create-channel";
import { createOptionSet } from "@/lib/services/option-sets/change-option-sets";
import { optionSetInput } from "@/lib/services/option-sets/option-set-input";
import { createRegistry } from "@/lib/services/registries/create-registry";
import { createRegistryInput } from "@/lib/services/registries/registry-input";
import { requestRun } from "@/lib/services/runs/request-run";
import { publishSchema } from "@/lib/services/schemas/publish-schema";
import { saveDraft } from "@/lib/services/schemas/save-draft";
import { withClient } from "../postgres/roles.mjs";
import type { Ids } from "./place";

/** Ids of one of everything that an organization can have. */
export type Things = Omit<Ids, "org">;

interface Planting {
  /** In every text that is the organization's own. */
  readonly name: string;
  /** A customer's database that its tables may be made in. */
  readonly customerUrl: string;
}

/** Gives the caller's organization one of everything. */
export async function plantThings(caller: Caller, { name, customerUrl }: Planting): Promise<Things> {
  const tables = [`${name.toLowerCase()}_cities`, `${name.toLowerCase()}_towns`];
  await customerTables(customerUrl, tables);
  const credentials = { url: customerUrl };
  const connection = await createConnection(caller, { kind: "postgres", name, credentials });
  const sides = tables.map((table) => ({
    connectionId: connection.id,
    location: { schema: "public", table },
  }));
  const registry = await createRegistry(caller, createRegistryInput.parse({ name, key: ["code"], sides }));
  const [sid = ""] = registry.sides.map(({ id }) => id);
  const properties = { name: { type: "string", title: name } };
  await publishSchema(caller, registry.id, await draftHash(caller, registry.id, { properties }));
  const run = await requestRun(caller, registry.id, { kind: "dry-run" });
  await endRun(caller.organizationId, run.id);
  const options = optionSetInput.parse({ name, options: [name] });
  const field = registry.fields.find((one) => one.name === "name")?.id ?? "";
  const ids = { registryId: registry.id, sideId: sid, runId: run.id, field, name };
  return {
    con: connection.id,
    reg: registry.id,
    sid,
    run: run.id,
    ...(await plantRows(caller.organizationId, ids)),
    ops: (await createOptionSet(caller, options)).id,
    drf: (await beginDraft(caller, beginDraftInput.parse({ name, sides }))).id,
    idp: await plantProvider(caller.organizationId, name),
    ...(await plantChannel(caller, name)),
    ...(await plantPeople(caller.organizationId, name)),
    text: "1.0.0.json",
  };
}

const customerTables = (url: string, tables: readonly string[]): Promise<void> =>
  withClient(url, async (client) => {
    for (const table of tables) {
      await client.query(`create table ${table} (code text primary key, name text, people bigint)`);
      await client.query(`insert into ${table} values ('PAR', $1, 2100000)`, [table]);
    }
  });

async function draftHash(caller: Caller, registryId: string, document: object): Promise<{ hash: string }> {
  const { draft } = await saveDraft(caller, registryId, document);
  if (!draft) throw new Error("the schema's draft was not kept");
  return { hash: draft.hash };
}

/** A run under way would show another time in every answer. */
const endRun = (organizationId: string, id: string): Promise<unknown> =>
  withOrg(organizationId, (db) => {
    const data = { status: "failed", createdAt: LONG_AGO, startedAt: LONG_AGO, finishedAt: LONG_AGO };
    return db.run.updateMany({ where: { id: uuidOf("run", id) ?? "" }, data });
  });

const LONG_AGO = new Date("2026-01-01T00:00:00Z");

interface Rowed {
  readonly registryId: string;
  readonly sideId: string;
  readonly runId: string;
  readonly field: string;
  readonly name: string;
}

/** What runs leave: a row with its history and its link, a conflict about it, an issue beside it. */
async function plantRows(organizationId: string, of: Rowed): Promise<Pick<Things, "row" | "cnf" | "iss">> {
  const [row, conflict, issue] = [newUuid(), newUuid(), newUuid()];
  const registry = uuidOf("reg", of.registryId);
  const side = uuidOf("sid", of.sideId);
  const run = uuidOf("run", of.runId);
  const key = JSON.stringify(["PAR"]);
  const cells = { [of.field]: of.name };
  const detail = { base: "b", winner: of.name, candidates: [{ sideId: side, value: of.name }] };
  await withRows(organizationId, async (client) => {
    const insert = insertInto(client, organizationId, registry);
    await insert("base", { row_id: row, key, hash: "h", cells });
    await insert("link", { row_id: row, side_id: side, locator: of.name, hash: "h" });
    await insert("row_version", { row_id: row, version: 1, key, cells, run_id: run });
    const about = { row_id: row, key, run_id: run, field: of.field };
    await insert("conflict", {
      id: conflict,
      ...about,
      kind: "cell",
      detail,
      resolved: false,
      decided_by: "hash",
    });
    const seen = { side_id: side, run_id: run, subject: key, reason: "rule:range" };
    await insert("issue", { id: issue, ...seen, field: of.field, message: `${of.name} is out of range.` });
  });
  return { row: publicId("row", row), cnf: publicId("cnf", conflict), iss: publicId("iss", issue) };
}

const insertInto =
  (client: RowClient, organizationId: string, registryId: string | null) =>
  (table: string, values: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const all = { organization_id: organizationId, registry_id: registryId, ...values };
    const places = Object.keys(all).map((_, at) => `$${at + 1}`);
    return client.query(
      `insert into rows.${table} (${Object.keys(all).join(", ")}) values (${places.join(", ")})`,
      Object.values(all),
    );
  };

/** A provider that is off: one that is on is a way in, open to everybody. */
async function plantProvider(organizationId: string, name: string): Promise<string> {
  const id = newUuid();
  const config = { issuer: "https://id.example.com", clientId: name };
  await withOrg(organizationId, (db) =>
    db.identityProvider.create({ data: { organizationId, id, kind: "oidc", name, config, enabled: false } }),
  );
  return publicId("idp", id);
}

/** A channel that nothing listens at, with a message that was given up. */
async function plantChannel(caller: Caller, name: string): Promise<Pick<Things, "chn" | "dlv">> {
  const { id } = await createWebhook(caller, createWebhookInput.parse({ name, url: "https://127.0.0.1/in" }));
  const channelId = uuidOf("chn", id) ?? "";
  const delivery = newUuid();
  const data = { organization: { id: "", name }, url: "https://127.0.0.1/" };
  const message = { type: "test", timestamp: LONG_AGO.toISOString(), data };
  await withOrg(caller.organizationId, async (db) => {
    const sent = { id: delivery, channelId, key: "test:1", recipient: "", message };
    await insertDeliveries(db, caller.organizationId, [sent], LONG_AGO);
    await changeDelivery(db, delivery, { status: "failed", nextAt: null });
  });
  return { chn: id, dlv: publicId("dlv", delivery) };
}

/** A member with a session, a way in elsewhere, a key and an open invitation. */
async function plantPeople(
  organizationId: string,
  name: string,
): Promise<Pick<Things, "per" | "ses" | "idn" | "key" | "inv" | "token">> {
  const personId = await personWithEmail(newUuid(), `member-${name.toLowerCase()}@example.com`, name);
  await openSession(personId, new Date());
  const [session] = await sessionsOf(personId);
  await linkIdentity({ issuer: "google", subject: name }, personId);
  const [identity] = await identitiesOf(personId);
  const [keyId, invitationId, token] = [newUuid(), newUuid(), newToken()];
  const { hash, hint } = makeApiKey();
  await withOrg(organizationId, async (db) => {
    await addMember(db, { organizationId, personId, role: "viewer" });
    await insertApiKey(db, organizationId, { id: keyId, name, hash, hint, scopes: ["read"], personId: null });
    await db.invitation.create({
      data: {
        ...{
          organizationId,
          id: invitationId,
          email: `guest-${name.toLowerCase()}@example.com`,
          role: "viewer",
        },
        ...{ tokenHash: tokenHash(token), invitedBy: {}, expiresAt: new Date(Date.now() + 86_400_000) },
      },
    });
  });
  return {
    per: publicId("per", personId),
    ses: publicId("ses", session?.id ?? ""),
    idn: publicId("idn", identity?.id ?? ""),
    key: publicId("key", keyId),
    inv: publicId("inv", invitationId),
    token,
  };
}
