import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { DecryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { Client as NotionClient } from "@notionhq/client";
import { OAuth2Client } from "google-auth-library";
import pg from "pg";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { inngest } from "@/inngest/client";
import { runSync } from "@/inngest/functions/run-sync";
import { type Harness, startHarness } from "@/inngest/local/testing/harness";
import { EVENT_KEY } from "@/inngest/local/testing/loopback-app";
import { told } from "@/inngest/told";
import { adapter } from "@/lib/auth/adapter";
import { findSignedIn, openSession } from "@/lib/auth/session";
import { newToken, tokenHash } from "@/lib/auth/token";
import { withOrg } from "@/lib/db/control";
import { placeInvitation } from "@/lib/db/invitations";
import { personWithEmail } from "@/lib/db/resolve";
import { sendMail } from "@/lib/egress/send-mail";
import { env, forgetEnv } from "@/lib/env";
import { allOperations } from "@/lib/http/operations/all";
import { routeOf } from "@/lib/http/testing/route-of";
import { newUuid } from "@/lib/ids";
import { log } from "@/lib/log";
import { acceptInvitation } from "@/lib/services/members/accept-invitation";
import { type Companies, companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { forgetKeys } from "@/lib/vault/vault";
import { type Canary, type Place, searchCanaries, searchLine } from "./search-canaries";

const root = path.resolve(import.meta.dirname, "../..");
const chance = (words: string) => `TESTONLY-${words}-${randomBytes(12).toString("hex")}`;

let world: World;
let harness: Harness;
let admin: pg.Pool;
let mail: SMTPServer;
let walStart: WalPlace;
const canaries: Canary[] = [];
const places: Place[] = [];
const logged: string[] = [];
const customerRole = `canary_${randomBytes(6).toString("hex")}`;

const canary = (name: string, value = chance(name.replaceAll(" ", "-"))): string => {
  canaries.push({ name, value });
  return value;
};

const canaryOf = (name: string): string => canaries.find((each) => each.name === name)?.value ?? "";
const place = (name: string, text: string) => places.push({ name, bytes: Buffer.from(text) });

/** A mail server that refuses, and repeats the password as it does. */
function unkindMailServer(password: string): Promise<SMTPServer> {
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: (_auth, _session, done) => done(new Error(`${password} is not the password`)),
  });
  server.on("error", () => {});
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...all: unknown[]) => boolean;
    vi.spyOn(stream, "write").mockImplementation((chunk, ...rest) => {
      logged.push(String(chunk));
      return stream === process.stderr ? true : write(chunk, ...rest);
    });
  }
  world = await openWorld();
  admin = new pg.Pool({ connectionString: await adminUrl(), max: 1 });
  admin.on("error", () => {});
  walStart = await walPlace();
  mail = await unkindMailServer(canary("SMTP password"));
  harness = await startHarness((client) => [
    runSync,
    client.createFunction({ id: "crash", retries: 1, triggers: { event: "crash/me" } }, ({ step }) =>
      step.run("x", () => told("job.crash", async () => Promise.reject(carryingAll()))),
    ),
  ]);
  Object.assign(process.env, {
    APP_SECRET: canary("APP_SECRET"),
    INNGEST_BASE_URL: harness.runner.url,
    INNGEST_EVENT_KEY: EVENT_KEY,
    GOOGLE_CLIENT_SECRET: process.env.GOOGLE_CLIENT_SECRET,
    AWS_ACCESS_KEY_ID: "TESTONLYAKID",
    AWS_SECRET_ACCESS_KEY: canary("AWS secret"),
    SMTP_URL: `smtp://mailer:${canaryOf("SMTP password")}@127.0.0.1:${(mail.server.address() as AddressInfo).port}`,
  });
  forgetEnv();
  forgetKeys();
  inngest.setEnvVars({ INNGEST_BASE_URL: harness.runner.url, INNGEST_EVENT_KEY: EVENT_KEY });
  canary("vault key", readFileSync(env().VAULT_KEY_FILE ?? "", "utf8"));
});

afterAll(async () => {
  await harness.close();
  await new Promise<void>((resolve) => mail.close(() => resolve()));
  await world.sql(`drop owned by ${customerRole}`).catch(() => {});
  await admin.query(`drop role if exists ${customerRole}`).catch(() => {});
  await admin.end();
  await world.close();
  vi.restoreAllMocks();
});

/** Where this server's superuser is, which the world keeps to itself. */
async function adminUrl(): Promise<string> {
  const { inject } = await import("vitest");
  return inject("testServer").adminUrl;
}

interface WalPlace {
  readonly file: string;
  readonly offset: number;
}

/** Where the server's write-ahead log is now. */
async function walPlace(): Promise<WalPlace> {
  const { rows } = await admin.query<WalPlace>(
    `select file_name as file, file_offset as "offset" from pg_walfile_name_offset(pg_current_wal_insert_lsn())`,
  );
  return rows[0] ?? { file: "", offset: 0 };
}

/** An error as libraries throw them, with every canary in its message, its stack, its cause and what it carries. */
function carryingAll(): Error {
  const all = canaries.map(({ value }) => value).join(" and ");
  const cause = new AggregateError([new Error(`inner ${all}`)], `because of ${all}`);
  return Object.assign(new Error(`failed with ${all}`, { cause }), {
    config: { headers: { authorization: `Bearer ${all}` } },
    detail: all,
  });
}

/** One call of the API; its whole answer is a place. */
async function ask(
  method: string,
  target: string,
  body?: unknown,
): Promise<{ status: number; body: { id?: string } }> {
  const { handler } = await routeOf(method, target);
  const response = await handler(
    new Request(`${env().APP_URL}/api/v1${target}`, {
      method,
      headers: { authorization: `Bearer ${world.tenant.apiKey}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  place(`${method} ${target}`, `${JSON.stringify([...response.headers])}\n${text}`);
  return { status: response.status, body: text ? JSON.parse(text) : {} };
}

/** Connections of every kind, good ones and refused ones, each with a secret of its own. */
async function connect(): Promise<void> {
  const { token } = world.notion<{ token: string }>("create-workspace-token", { name: "Canary" });
  const { refreshToken } = world.google<{ refreshToken: string }>("create-account", {
    email: "canary@example.com",
  });
  const password = canary("Postgres URL password");
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
  canary("Notion token", token);
  canary("Google refresh token", refreshToken);
  canary("service account key", privateKey.split("\n")[3]);
  const wrong = canary("wrong Notion token", `ntn_${chance("wrong")}`);
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
async function people(): Promise<void> {
  const personId = await personWithEmail(newUuid(), "guest@example.com", "Guest");
  const session = canary("session token", await openSession(personId, new Date()));
  expect(await findSignedIn(session)).not.toBeNull();
  const { organizationId, actor } = world.tenant.caller;
  const invitation = canary("invitation token", newToken());
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
  const mailed = canary("e-mail sign-in token", newToken());
  // As next-auth hands it on: never the token of the letter itself.
  const token = createHash("sha256").update(`${mailed}${env().APP_SECRET}`).digest("hex");
  const { createVerificationToken: keep, useVerificationToken: take } = adapter;
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

/** Libraries fail by themselves and what they throw goes into the log. */
async function libraryErrors(): Promise<void> {
  const password = canaryOf("Postgres URL password");
  const thrown = await Promise.allSettled([
    new pg.Client({ connectionString: `postgres://x:${password}@127.0.0.1:1/x` }).connect(),
    new NotionClient({ auth: canaryOf("wrong Notion token"), baseUrl: env().NOTION_API_URL ?? "" }).users.me(
      {},
    ),
    new OAuth2Client().request({
      url: `${env().GOOGLE_API_URL}/v4/spreadsheets/x?access_token=${canaryOf("Google refresh token")}`,
      headers: { authorization: `Bearer ${canaryOf("Google refresh token")}` },
    }),
    new KMSClient({ region: "eu-central-1", endpoint: env().NOTION_API_URL ?? "", maxAttempts: 1 }).send(
      new DecryptCommand({ CiphertextBlob: Buffer.from(canaryOf("vault key")) }),
    ),
  ]);
  for (const result of thrown) {
    expect(result.status).toBe("rejected");
    log("error", "canary.library", { error: (result as PromiseRejectedResult).reason });
  }
}

/** A registry over all three systems is synced by the real job over the real runner, and then everything breaks. */
async function sync(): Promise<Companies> {
  const registry = await makeCompanies(world, { notion: companies(1, 4), postgres: companies(3, 6) });
  await world.request(registry.id, { kind: "sync" });
  await harness.ended("run-sync", 1);
  const { tenant } = world;
  // The customer's own text in his own database is not ours to keep out of the log that both share here.
  const backwards = [...canaryOf("Postgres URL password")].reverse().join("");
  await world.sql(
    `create function refuse() returns trigger language plpgsql as
       $$ begin raise exception 'password=% refused, %', reverse('${backwards}'), reverse('${backwards}'); end $$;
     create trigger refuse before insert or update on companies for each row execute function refuse()`,
  );
  await registry.notion.edit("C01", "City", "Elsewhere");
  await world.request(registry.id, { kind: "sync" });
  await harness.ended("run-sync", 2);
  world.google("revoke-token", { token: await tokenOf(tenant.connections.google) });
  await world.request(registry.id, { kind: "sync" });
  await harness.ended("run-sync", 3);
  await harness.client.send({ name: "crash/me", data: {} });
  await harness.ended("crash", 1);
  return registry;
}

/** The refresh token of the world's own connection, as the vault opens it. */
async function tokenOf(connection: string): Promise<string> {
  const { uuidOf } = await import("@/lib/ids");
  const { openCredentials } = await import("@/lib/vault/vault");
  const connectionId = uuidOf("con", connection) ?? "";
  const stored = await world.ours<{ field: string; sealed: string }>(
    "select field, sealed from credential where connection_id = $1",
    [connectionId],
  );
  const opened = await openCredentials(
    { organizationId: world.tenant.caller.organizationId, connectionId },
    stored,
  );
  return canary("the synced account's refresh token", String(opened.refreshToken));
}

/** Every GET of the API that can be asked with what there is. */
async function crawl(registry: Companies): Promise<void> {
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

/** The text of every row of every table, and what of the write-ahead log was written since. */
async function databases(): Promise<void> {
  for (const [name, query] of [
    ["ours", (text: string) => world.ours<{ text: string }>(text)],
    ["runner", async (text: string) => (await harness.database.owner.query<{ text: string }>(text)).rows],
  ] as const) {
    const tables = await query(
      `select oid::regclass::text as text from pg_class where relkind in ('r', 'm')
          and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'`,
    );
    for (const { text: table } of tables)
      place(
        `${name} ${table}`,
        (await query(`select t::text as text from ${table} t`)).map(({ text }) => text).join("\n"),
      );
  }
  const { rows } = await admin.query<{ data: string }>("select current_setting('data_directory') as data");
  const folder = path.join(rows[0]?.data ?? "", "pg_wal");
  await admin.query("checkpoint");
  const end = await walPlace();
  for (const file of readdirSync(folder).filter((each) => each >= walStart.file && each <= end.file)) {
    const bytes = readFileSync(path.join(folder, file));
    const from = file === walStart.file ? walStart.offset : 0;
    places.push({
      name: `wal ${file}`,
      bytes: bytes.subarray(from, file === end.file ? end.offset : bytes.length),
    });
  }
}

/** What a build left, where there is one: what browsers are sent, and what the server runs. */
function build(): void {
  const folder = path.join(root, ".next");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = path.join(folder, name);
    if (/^(cache|dev)\//.test(name) || !statSync(file).isFile()) continue;
    places.push({ name: `.next/${name}`, bytes: readFileSync(file) });
  }
}

test("no secret of a life with failures is found outside of the vault", async () => {
  canary("API key", world.tenant.apiKey);
  await connect();
  await people();
  const registry = await sync();
  await libraryErrors();
  await crawl(registry);
  log("error", "canary.all", { error: carryingAll(), facts: canaries.map(({ value }) => value) });
  await databases();
  build();
  place("log", logged.join(""));
  place("the runner's log", harness.logged.join("\n"));
  place("the job server's traffic", JSON.stringify(harness.app.exchanges));
  const search = searchCanaries(places, canaries);
  process.stdout.write(`${searchLine(search, places.length, canaries.length)}\n`);
  expect(search.found).toEqual([]);
  expect(canaries.length).toBeGreaterThanOrEqual(12);
  // The access token is Google's own to make: there is none of its form either.
  for (const { name, bytes } of places.filter((each) => !/^(wal|\.next)/.test(each.name)))
    expect(/ya29\.[\w-]{8}/.exec(bytes.toString("latin1"))?.index ?? -1, name).toBe(-1);
  // Each kind of place was there and says something.
  for (const name of ["ours credential", "log", "the job server's traffic", "runner jobs.step", "GET /me"])
    expect(places.find((each) => each.name === name)?.bytes.length, name).toBeGreaterThan(100);
  expect(logged.join("")).toContain("job.crash");
});

test("one that our database keeps as it is would be found, in its table and in the log that is written ahead", async () => {
  const before = places.length;
  await world.ours("update connection set problem = $1", [`refused: ${canaryOf("Notion token")}`]);
  await databases();
  const { found } = searchCanaries(places.slice(before), canaries);
  expect(found).toContain("Notion token, as it is, in ours connection");
  expect(found.join()).toMatch(/Notion token, as it is, in wal/);
});

test("one that leaks is found, wherever and however", () => {
  for (const { name, value } of canaries)
    for (const leaked of [
      value,
      encodeURIComponent(value),
      JSON.stringify(value),
      Buffer.from(value).toString("hex"),
      ...["", "x", "xy"].map((before) => Buffer.from(`${before}${value} and more`).toString("base64")),
    ]) {
      const leak = { name: "a leak", bytes: Buffer.from(`before ${leaked} after`) };
      expect(searchCanaries([leak], canaries).found.join(), name).toContain(name);
    }
});
