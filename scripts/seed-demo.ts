import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import pg from "pg";
import { callerOfKey } from "@/lib/auth/api-key";
import type { Caller } from "@/lib/auth/policy";
import { closeControl } from "@/lib/db/control";
import { closeRows } from "@/lib/db/row-store";
import { createConnection } from "@/lib/services/connections/create-connection";
import { createOrganization } from "@/lib/services/organizations/create-organization";
import { createRegistry } from "@/lib/services/registries/create-registry";
import { createRegistryInput } from "@/lib/services/registries/registry-input";
import { getRun } from "@/lib/services/runs/browse-runs";
import { requestRun } from "@/lib/services/runs/request-run";
import { type Placed, placeCities, placeCountries } from "./demo/place-data";
import { cityFields, countryFields } from "./demo/real-data";
import { DemoRecord } from "./demo/record";
import { SandboxHands } from "./demo/sandbox-hands";

/**
 * Makes the demo organization with its key and connections and, without --no-seed, the two registries from real data
 * and their first sync. Repeatable: every part is noted once made, and the same folder answers with the same ids.
 * Prints one line of JSON.
 */
async function main(): Promise<void> {
  const isSeeded = !process.argv.includes("--no-seed");
  const directory = process.env.DEMO_DIRECTORY ?? "";
  mkdirSync(directory, { recursive: true });
  const record = new DemoRecord(`${directory}/demo.json`);
  const hands = new SandboxHands(JSON.parse(process.env.DEMO_SANDBOX ?? "{}"));
  const made = await record.once("organization", () =>
    createOrganization({
      name: "Demo",
      plan: "professional",
      owner: { email: process.env.DEMO_PERSON ?? "", name: "Demo Owner" },
    }),
  );
  const caller = await callerOfKey(`Bearer ${made.apiKey}`);
  const places = isSeeded ? await placeData(record, hands) : null;
  const connections = await connect(caller, record, hands);
  const registries = places ? await seedRegistries(caller, record, { places, connections }) : [];
  console.log(JSON.stringify({ org: made.id, apiKey: made.apiKey, connections, registries }));
}

async function connect(
  caller: Caller,
  record: DemoRecord,
  hands: SandboxHands,
): Promise<Record<"notion" | "postgres" | "google", string>> {
  const databaseUrl = await record.once("customer-database", () => customerDatabase());
  const notion = await record.once("notion", () =>
    createConnection(caller, {
      kind: "notion",
      name: "Notion",
      credentials: { token: hands.access.notionToken },
    }),
  );
  const postgres = await record.once("postgres", () =>
    createConnection(caller, { kind: "postgres", name: "Postgres", credentials: { url: databaseUrl } }),
  );
  const google = await record.once("google", () =>
    createConnection(caller, {
      kind: "google",
      name: "Google Sheets",
      credentials: { refreshToken: hands.access.googleRefreshToken },
    }),
  );
  return { notion: notion.id, postgres: postgres.id, google: google.id };
}

/** The customer's own database, beside ours on the same server. */
async function customerDatabase(): Promise<string> {
  const url = new URL(process.env.DATABASE_MIGRATE_URL ?? "");
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  const exists = await admin.query("select from pg_database where datname = 'acme'");
  if (exists.rowCount === 0) await admin.query("create database acme");
  await admin.end();
  url.pathname = "/acme";
  return url.href;
}

interface Places {
  readonly databaseUrl: string;
  readonly countries: Placed;
  readonly cities: Placed;
}

/** Puts the data where a customer would have it: in Notion, in his database and in a spreadsheet. */
async function placeData(record: DemoRecord, hands: SandboxHands): Promise<Places> {
  const databaseUrl = await record.once("customer-database", () => customerDatabase());
  const countries = await record.once("countries-data", () => placeCountries(hands, databaseUrl));
  const cities = await record.once("cities-data", () => placeCities(hands, databaseUrl, countries));
  say("countries and cities are in Notion, Postgres and the sheet, each with other parts");
  return { databaseUrl, countries, cities };
}

interface Seeding {
  readonly places: Places;
  readonly connections: Record<"notion" | "postgres" | "google", string>;
}

async function seedRegistries(caller: Caller, record: DemoRecord, { places, connections }: Seeding) {
  const sides = ({ dataSourceId, table, spreadsheetId, sheetId, title }: Placed) => [
    { connectionId: connections.notion, location: { dataSourceId } },
    { connectionId: connections.postgres, location: { schema: "public", table } },
    { connectionId: connections.google, location: { spreadsheetId, sheetId, title } },
  ];
  const countries = await record.once("countries", () =>
    createRegistry(
      caller,
      createRegistryInput.parse({
        name: "Countries",
        key: ["Code"],
        fields: countryFields,
        sides: sides(places.countries),
      }),
    ),
  );
  await record.once("countries-synced", () => firstSync(caller, countries));
  const cities = await record.once("cities", () =>
    createRegistry(
      caller,
      createRegistryInput.parse({
        name: "Cities",
        key: ["City ID"],
        fields: cityFields(countries.id),
        sides: sides(places.cities),
      }),
    ),
  );
  await record.once("cities-synced", () => firstSync(caller, cities));
  return [cities, countries].map(({ id, name, key, sides: made }) => ({
    id,
    name,
    key,
    sides: made.map(({ id: sideId, kind, location }) => ({
      id: sideId,
      kind,
      location: kind === "postgres" ? { url: places.databaseUrl, ...location } : location,
    })),
  }));
}

/** Asks for the first sync and waits for its end; the runner does the work. */
async function firstSync(
  caller: Caller,
  registry: { readonly id: string; readonly name: string },
): Promise<{ runId: string }> {
  const asked = await requestRun(caller, registry.id, { kind: "sync", syncId: randomUUID() });
  let shown = "";
  for (;;) {
    const run = await getRun(caller, asked.id);
    const phase = run.phases.at(-1)?.name ?? run.status;
    if (phase !== shown) say(`${registry.name}: ${phase}`);
    shown = phase;
    if (run.status === "done" || run.status === "done-with-issues") {
      say(`${registry.name}: ${run.counts.verified} of ${run.counts.rows} rows equal on all sides`);
      return { runId: run.id };
    }
    if (run.status === "failed" || run.status === "stopped" || run.status === "held") {
      throw new Error(
        `${registry.name}: the first sync is ${run.status}: ${run.error?.message ?? run.brakes[0]?.message ?? ""}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

const say = (line: string): boolean => process.stderr.write(`${line}\n`);

main()
  .finally(() => Promise.all([closeControl(), closeRows()]))
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
