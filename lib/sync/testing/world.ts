import { randomUUID } from "node:crypto";
import pg from "pg";
import { closeControl } from "@/lib/db/control";
import { closeRows } from "@/lib/db/row-store";
import { uuidOf } from "@/lib/ids";
import { getRun } from "@/lib/services/runs/browse-runs";
import { type RequestRunInput, requestRun } from "@/lib/services/runs/request-run";
import type { RunView } from "@/lib/services/runs/run-view";
import { testDatabase } from "@/scripts/testing/database";
import { advanceRun, failRun } from "../advance";
import { type Around, openProviders } from "./providers";
import { addTenant, type Tenant } from "./tenant";

/** How often a job tries one turn before it gives the run up. */
const ATTEMPTS = 5;

/** More turns than any run of a test needs. */
const TURNS = 200;

/** One installation with its own database, pretended providers and a customer's database. */
export interface World {
  readonly tenant: Tenant;
  /** A person's gesture in the pretended Notion or Google. */
  notion<T = Record<string, unknown>>(command: string, input?: Record<string, unknown>): T;
  google<T = Record<string, unknown>>(command: string, input?: Record<string, unknown>): T;
  /** Moves the providers' clock on. */
  advance(ms: number): void;
  /** SQL in the customer's database. */
  sql<T = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /** SQL in our own database, as its superuser. */
  ours<T = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<T[]>;
  events(): readonly string[];
  /** Another organization, on the same systems. */
  addTenant(name: string): Promise<Tenant>;
  request(registryId: string, input?: Partial<RequestRunInput>, tenant?: Tenant): Promise<RunView>;
  /**
   * Does what the job does: turn after turn until the run is over or given up. Waits are not waited for: what they are
   * for is made older.
   */
  carry(run: RunView, tenant?: Tenant): Promise<RunView>;
  /** Requests a run and carries it to its end. */
  run(registryId: string, input?: Partial<RequestRunInput>, tenant?: Tenant): Promise<RunView>;
  close(): Promise<void>;
}

export const runUuid = (run: Pick<RunView, "id">): string => uuidOf("run", run.id) ?? "";

export async function openWorld(around?: Around): Promise<World> {
  const [database, customers] = await Promise.all([testDatabase(), testDatabase()]);
  const providers = await openProviders(database.appUrl, around);
  const person = new pg.Pool({ connectionString: customers.ownerUrl, max: 2 });
  const own = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
  // A pool that ends does not wait for its connections to close; dropping the database may cut them off.
  for (const pool of [person, own]) pool.on("connect", (client) => client.on("error", () => {}));
  const notion = <T>(command: string, input: Record<string, unknown> = {}) =>
    providers.notion.control(command, input) as T;
  const google = <T>(command: string, input: Record<string, unknown> = {}) =>
    providers.google.control(command, input) as T;

  const add = (name: string) => addTenant(name, { postgresUrl: customers.ownerUrl, notion, google });
  const tenant = await add("Ada");
  const request: World["request"] = (registryId, input = {}, { caller } = tenant) =>
    requestRun(caller, registryId, { kind: "sync", syncId: randomUUID(), ...input });
  const carry: World["carry"] = async (run, { caller } = tenant) => {
    await carryRun(caller.organizationId, runUuid(run), (ms) =>
      own.query("update rows.plan set sent_at = sent_at - $1 * interval '1 ms'", [ms]),
    );
    return getRun(caller, run.id);
  };
  return {
    tenant,
    notion,
    google,
    advance: (ms) => providers.clock.advance(ms),
    sql: async <T>(text: string, values: readonly unknown[] = []) =>
      (await person.query(text, [...values])).rows as T[],
    ours: async <T>(text: string, values: readonly unknown[] = []) =>
      (await own.query(text, [...values])).rows as T[],
    events: () => providers.events,
    addTenant: add,
    request,
    carry,
    run: async (registryId, input, by) => carry(await request(registryId, input, by), by),
    close: async () => {
      await Promise.all([closeControl(), closeRows(), person.end(), own.end()]);
      await providers.close();
      await Promise.all([database.drop(), customers.drop()]);
    },
  };
}

async function carryRun(
  organizationId: string,
  runId: string,
  age: (ms: number) => Promise<unknown>,
): Promise<void> {
  let attempts = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    try {
      const { next, waitMs } = await advanceRun(organizationId, runId);
      if (next === "over") return;
      if (waitMs > 0) await age(waitMs);
      attempts = 0;
    } catch (thrown) {
      attempts += 1;
      if (attempts < ATTEMPTS) continue;
      await failRun(organizationId, runId, thrown);
      return;
    }
  }
  throw new Error("The run does not come to an end.");
}
