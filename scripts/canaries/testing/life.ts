import { createHash, generateKeyPairSync } from "node:crypto";
import { DecryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { Client as NotionClient } from "@notionhq/client";
import { OAuth2Client } from "google-auth-library";
import pg from "pg";
import { expect } from "vitest";
import { adapterOf } from "@/lib/auth/adapter";
import { findSignedIn, openSession } from "@/lib/auth/session";
import { newToken, tokenHash } from "@/lib/auth/token";
import { withOrg } from "@/lib/db/control";
import { placeInvitation } from "@/lib/db/invitations";
import { personWithEmail } from "@/lib/db/resolve";
import { sendMail } from "@/lib/egress/send-mail";
import { env } from "@/lib/env";
import { allOperations } from "@/lib/http/operations/all";
import { newUuid, uuidOf } from "@/lib/ids";
import { log } from "@/lib/log";
import { acceptInvitation } from "@/lib/services/members/accept-invitation";
import { rotateSecret } from "@/lib/services/notifications/change-channel";
import { createChannelInput, createWebhookInput } from "@/lib/services/notifications/channel-input";
import { createChannel, createWebhook } from "@/lib/services/notifications/create-channel";
import { type Companies, companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openCredentials } from "@/lib/vault/vault";
import type { Installation } from "./installation";

/** Connections of every kind, good ones and refused ones, each with a secret of its own. */
export async function connect({ flock, world, admin, customerRole, ask }: Installation): Promise<void> {
  const { token } = world.notion<{ token: string }>("create-workspace-token", { name: "Canary" });
  const { refreshToken } = world.google<{ refreshToken: string }>("create-account", {
    email: "canary@example.com",
  });
  const password = flock.plant("Postgres URL password");
  await admin.query(`create role ${customerRole} login password '${password}'`);
  const [{ current_database: database } = { current_database: "" }] = await world.sql<{
    current_database: string;
  }>("select current_database()");
  const server = new URL(env().DATABASE_URL);
  const url = `postgres://${customerRole}:${password}@${server.host}/${database}`;
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  flock.plant("Notion token", token);
  flock.plant("Google refresh token", refreshToken);
  flock.plant("service account key", privateKey.split("\n")[3]);
  const wrong = flock.plant("wrong Notion token", `ntn_${newToken()}`);
  const good = [
    { kind: "notion", name: "N", credentials: { token } },
    { kind: "google", name: "G", credentials: { refreshToken } },
    { kind: "postgres", name: "P", credentials: { url } },
  ];
  for (const connection of good) expect((await ask("POST", "/connections", connection)).status).toBe(201);
  const serviceAccount = { client_email: "robot@example.com", private_key: privateKey };
  const bad = [
    { kind: "notion", name: "401", credentials: { token: wrong } },
    { kind: "postgres", name: "refused", credentials: { url: url.replace(/:\d+\//, ":1/") } },
    {
      kind: "postgres",
      name: "wrong password",
      credentials: { url: url.replace(`:${password}@`, `:${wrong}@`) },
    },
    { kind: "postgres", name: "not a URL", credentials: { url: `postgres//${password}@` } },
    { kind: "google", name: "unknown account", credentials: { serviceAccount } },
  ];
  for (const connection of bad) expect((await ask("POST", "/connections", connection)).status).not.toBe(201);
}

/** A person signs in, is invited and comes; the letters cannot be sent. */
export async function people({ flock, world, ask }: Installation): Promise<void> {
  const personId = await personWithEmail(newUuid(), "guest@example.com", "Guest");
  const session = flock.plant("session token", await openSession(personId, new Date()));
  expect(await findSignedIn(session)).not.toBeNull();
  const { organizationId, actor } = world.tenant.caller;
  const invitation = flock.plant("invitation token", newToken());
  const expires = new Date(Date.now() + 60_000);
  await withOrg(organizationId, (db) =>
    placeInvitation(db, organizationId, {
      id: newUuid(),
      email: "guest@example.com",
      role: "viewer",
      invitedBy: actor,
      createdAt: new Date(),
      expiresAt: expires,
      tokenHash: tokenHash(invitation),
    }),
  );
  const identifier = "guest@example.com";
  const mailed = flock.plant("e-mail sign-in token", newToken());
  // As next-auth hands it on: never the token of the letter itself.
  const token = createHash("sha256").update(`${mailed}${env().APP_SECRET}`).digest("hex");
  const { createVerificationToken: keep, useVerificationToken: take } = adapterOf("email");
  await keep?.({ identifier, token, expires });
  expect(await take?.({ identifier, token })).not.toBeNull();
  await acceptInvitation(personId, invitation).catch((error: unknown) =>
    log("warn", "canary.join", { error }),
  );
  expect((await ask("POST", "/members", { email: "other@example.com", role: "viewer" })).status).toBe(503);
  await sendMail({ to: identifier, subject: "s", text: invitation, html: mailed }).catch((error: unknown) =>
    log("error", "canary.mail", { error }),
  );
}

/** Channels that nothing listens at: their secrets are told once, by the service itself, and are nowhere else. */
export async function channels({ flock, world, ask }: Installation): Promise<void> {
  const { caller } = world.tenant;
  const path = flock.plant("webhook's own address", newToken());
  const url = `https://127.0.0.1:1/in?key=${path}`;
  const hook = await createWebhook(caller, createWebhookInput.parse({ name: "Canary", url }));
  flock.plant("webhook secret", hook.secret);
  flock.plant("rotated webhook secret", (await rotateSecret(caller, hook.id)).secret);
  const slack = {
    kind: "slack",
    name: "S",
    url: `https://hooks.slack.com/services/T0/B0/${newToken()}`,
  } as const;
  flock.plant("Slack address", slack.url.split("/").at(-1));
  await createChannel(caller, createChannelInput.parse(slack));
  expect((await ask("POST", `/webhooks/${hook.id}/test`)).status).toBe(200);
  expect((await ask("GET", `/webhooks/${hook.id}/deliveries`)).status).toBe(200);
}

/** Libraries fail by themselves and what they throw goes into the log. */
export async function libraryErrors({ flock }: Installation): Promise<void> {
  const password = flock.valueOf("Postgres URL password");
  const thrown = await Promise.allSettled([
    new pg.Client({ connectionString: `postgres://x:${password}@127.0.0.1:1/x` }).connect(),
    new NotionClient({
      auth: flock.valueOf("wrong Notion token"),
      baseUrl: env().NOTION_API_URL ?? "",
    }).users.me({}),
    new OAuth2Client().request({
      url: `${env().GOOGLE_API_URL}/v4/spreadsheets/x?access_token=${flock.valueOf("Google refresh token")}`,
      headers: { authorization: `Bearer ${flock.valueOf("Google refresh token")}` },
    }),
    new KMSClient({ region: "eu-central-1", endpoint: env().NOTION_API_URL ?? "", maxAttempts: 1 }).send(
      new DecryptCommand({ CiphertextBlob: Buffer.from(flock.valueOf("vault key")) }),
    ),
  ]);
  for (const result of thrown) {
    expect(result.status).toBe("rejected");
    log("error", "canary.library", { error: (result as PromiseRejectedResult).reason });
  }
}

/** A registry over all three systems is synced by the real job over the real runner, and then everything breaks. */
export async function sync(installation: Installation): Promise<Companies> {
  const { flock, world, harness } = installation;
  const registry = await makeCompanies(world, { notion: companies(1, 4), postgres: companies(3, 6) });
  await world.request(registry.id, { kind: "sync" });
  await harness.ended("run-sync", 1);
  const { tenant } = world;
  // The customer's own text in his own database is not ours to keep out of the log that both share here.
  const backwards = [...flock.valueOf("Postgres URL password")].reverse().join("");
  await world.sql(
    `create function refuse() returns trigger language plpgsql as
       $$ begin raise exception 'password=% refused, %', reverse('${backwards}'), reverse('${backwards}'); end $$;
     create trigger refuse before insert or update on companies for each row execute function refuse()`,
  );
  await registry.notion.edit("C01", "City", "Elsewhere");
  await world.request(registry.id, { kind: "sync" });
  await harness.ended("run-sync", 2);
  world.google("revoke-token", { token: await tokenOf(installation, tenant.connections.google) });
  await world.request(registry.id, { kind: "sync" });
  await harness.ended("run-sync", 3);
  await harness.client.send({ name: "crash/me", data: {} });
  await harness.ended("crash", 1);
  return registry;
}

/** The refresh token of the world's own connection, as the vault opens it. */
async function tokenOf({ flock, world }: Installation, connection: string): Promise<string> {
  const connectionId = uuidOf("con", connection) ?? "";
  const stored = await world.ours<{ field: string; sealed: string }>(
    "select field, sealed from credential where connection_id = $1",
    [connectionId],
  );
  const opened = await openCredentials(
    { organizationId: world.tenant.caller.organizationId, connectionId },
    stored,
  );
  return flock.plant("the synced account's refresh token", String(opened.refreshToken));
}

/** Every GET of the API that can be asked with what there is. */
export async function crawl({ world, ask }: Installation, registry: Companies): Promise<void> {
  const { data: runs } = (await ask("GET", `/registries/${registry.id}/runs`)).body as {
    data?: { id: string }[];
  };
  const ids: Readonly<Record<string, string>> = {
    "/registries/": registry.id,
    "/connections/": world.tenant.connections.postgres,
    "/runs/": runs?.[0]?.id ?? "",
  };
  for (const { method, path: at } of allOperations) {
    const known = Object.entries(ids).find(([start]) => at.startsWith(`${start}{`));
    if (method !== "GET" || (at.match(/\{/g) ?? []).length > (known ? 1 : 0)) continue;
    await ask("GET", at.replace(/\{\w+\}/, known?.[1] ?? ""));
  }
  for (const id of Object.values(world.tenant.connections)) await ask("POST", `/connections/${id}/check`);
}
