import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import pg from "pg";
import { inngest } from "@/inngest/client";
import { makeApiKey } from "@/lib/auth/api-key";
import type { Scope } from "@/lib/auth/policy";
import { insertApiKey } from "@/lib/db/api-keys";
import { closeControl, withOrg } from "@/lib/db/control";
import { closeRows } from "@/lib/db/row-store";
import { forgetEnv } from "@/lib/env";
import { newUuid } from "@/lib/ids";
import {
  type CreatedOrganization,
  createOrganization,
} from "@/lib/services/organizations/create-organization";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import { openApiDocument } from "../openapi";
import { API_ROOT } from "../operation";
import { allOperations } from "../operations/all";
import { routeOf } from "./route-of";

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back and then says what it has to be.
  readonly body: any;
}

export interface Asking {
  readonly key: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiPlace {
  readonly ours: CreatedOrganization;
  readonly theirs: CreatedOrganization;
  /** Our organization's connection, to tables in the same database. */
  readonly connectionId: string;
  /** Our registry "Cities" over the tables crm.cities and crm.towns. */
  readonly registryId: string;
  /** The credentials of the connection. */
  readonly customerUrl: string;
  /** Names and data of the events that the job server received. */
  readonly events: readonly { readonly name: string; readonly data: Readonly<Record<string, string>> }[];
  /** Calls the route handler of `"GET /me"`; a good answer has to be as the document says. */
  ask(call: string, asking: Asking): Promise<ApiAnswer>;
  get(target: string): Promise<ApiAnswer>;
  post(target: string, body?: unknown, headers?: Asking["headers"]): Promise<ApiAnswer>;
  put(target: string, body: unknown): Promise<ApiAnswer>;
  /** A key of our organization that speaks for nobody. */
  serviceKey(scopes: readonly Scope[]): Promise<string>;
  close(): Promise<void>;
}

const CUSTOMER = `
  create schema crm;
  create table crm.cities (code text primary key, name text, people bigint);
  create table crm.towns (code text primary key, name text, people bigint);
  create table crm.left_over (code text primary key);
  create table crm.right_over (code text primary key);
  create table crm.people (mail text primary key, name text);
  create table crm.persons (mail text primary key, name text);
  insert into crm.cities values ('PAR', 'Paris', 2100000)`;

/** Sides on tables of the connection. */
export const sidesOn = (connectionId: string, ...tables: string[]) =>
  tables.map((table) => ({ connectionId, location: { schema: "crm", table } }));

/** The API over a database of its own and a job server that takes events and does nothing. */
export async function apiPlace(): Promise<ApiPlace> {
  const database = await testDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), "chittysync-api-"));
  const keyFile = path.join(folder, "vault.key");
  await writeFile(keyFile, randomBytes(32).toString("base64"), { mode: 0o600 });
  const jobs = await jobServer();
  const jobsAt = { INNGEST_BASE_URL: jobs.url, INNGEST_EVENT_KEY: "event-key-for-tests" };
  Object.assign(process.env, {
    DATABASE_URL: database.appUrl,
    APP_URL: "http://127.0.0.1:3000",
    APP_SECRET: randomBytes(32).toString("hex"),
    VAULT_KEY_FILE: keyFile,
    EGRESS_ALLOW: "127.0.0.0/8",
    ...jobsAt,
  });
  forgetEnv();
  // The client has read the environment when it was imported.
  inngest.setEnvVars(jobsAt);
  const ask = asker();
  await customerTables(database);
  const [ours, theirs] = await Promise.all([organization("ours"), organization("theirs")]);
  const get: ApiPlace["get"] = (target) => ask(`GET ${target}`, { key: ours.apiKey });
  const post: ApiPlace["post"] = (target, body, headers = {}) =>
    ask(`POST ${target}`, { key: ours.apiKey, body, headers });
  const credentials = { url: database.ownerUrl };
  const connectionId = await created(
    post("/connections", { kind: "postgres", name: "Warehouse", credentials }),
  );
  const sides = sidesOn(connectionId, "cities", "towns");
  const registryId = await created(post("/registries", { name: "Cities", key: ["code"], sides }));
  return {
    ours,
    theirs,
    connectionId,
    registryId,
    customerUrl: database.ownerUrl,
    events: jobs.events,
    ask,
    get,
    post,
    put: (target, body) => ask(`PUT ${target}`, { key: ours.apiKey, body }),
    serviceKey: (scopes) => serviceKey(ours.organizationId, scopes),
    close: async () => {
      await Promise.all([closeControl(), closeRows()]);
      await Promise.all([database.drop(), jobs.close(), rm(folder, { recursive: true })]);
    },
  };
}

async function created(asked: Promise<ApiAnswer>): Promise<string> {
  const { status, body } = await asked;
  if (status !== 201) throw new Error(`nothing was created: ${JSON.stringify(body)}`);
  return body.id;
}

const organization = (name: string): Promise<CreatedOrganization> =>
  createOrganization({ name, plan: "professional", owner: { email: `${name}@example.com`, name } });

async function customerTables({ ownerUrl }: TestDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(CUSTOMER);
  } finally {
    await client.end();
  }
}

async function serviceKey(organizationId: string, scopes: readonly Scope[]): Promise<string> {
  const { text, hash, hint } = makeApiKey();
  await withOrg(organizationId, (db) =>
    insertApiKey(db, organizationId, { id: newUuid(), name: "k", hash, hint, scopes, personId: null }),
  );
  return text;
}

function asker(): ApiPlace["ask"] {
  const valid = validators();
  return async (call, { key, body, headers = {} }) => {
    const [method = "", target = ""] = call.split(" ");
    const { handler, id } = await routeOf(method, target);
    const response = await handler(
      new Request(`http://127.0.0.1:3000${API_ROOT}${target}`, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
        ...(body !== undefined && method !== "GET" && { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const answer = { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
    const check = valid.get(response.ok ? id : "problem");
    if (check && !check(answer.body))
      throw new Error(`${call} answered off its document: ${JSON.stringify(check.errors)}`);
    return answer;
  };
}

/** What each operation's good answer has to be, and under "problem" every other. */
function validators(): Map<string, ValidateFunction> {
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  const document = openApiDocument() as { paths: Record<string, Record<string, { responses: Answers }>> };
  ajv.addSchema({ $id: "api", ...document });
  const made = new Map([["problem", ajv.compile({ $ref: "api#/components/schemas/Problem" })]]);
  for (const { id, path: at, method, status } of allOperations) {
    const schema =
      document.paths[at]?.[method.toLowerCase()]?.responses[status]?.content?.["application/json"];
    if (schema) made.set(id, ajv.compile({ $ref: `api${schema.schema.$ref}` }));
  }
  return made;
}

type Answers = Record<number, { content?: { "application/json": { schema: { $ref: string } } } }>;

async function jobServer() {
  const events: { name: string; data: Record<string, string> }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const sent: typeof events = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      events.push(...sent);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ids: sent.map((_, at) => `event-${at}`), status: 200 }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
