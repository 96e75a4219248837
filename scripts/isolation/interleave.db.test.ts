import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closeControl } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { PrismaClient } from "@/lib/db/generated/client";
import { closeRows, withRows } from "@/lib/db/row-store";
import { forgetEnv } from "@/lib/env";
import { newUuid } from "@/lib/ids";
import { withClient } from "../postgres/roles.mjs";
import { type Neighbour, plantCrowd } from "./crowd";
import { GIVEN_UP, interleave } from "./interleave";
import { findPgbouncer, type RunningBouncer, startPgbouncer } from "./pgbouncer";

/** `npm run isolation` asks for the whole. */
const isWhole = process.env.ISOLATION === "whole";
const ORGANIZATIONS = isWhole ? 50 : 12;
const EACH = isWhole ? 200 : 10;
const TIMEOUT = { timeout: 3_600_000 };
const CONNECTIONS = 5;

let plane: ControlPlane;
let crowd: readonly Neighbour[];

beforeAll(async () => {
  plane = await openControlPlane();
  crowd = await plantCrowd(ORGANIZATIONS);
}, 300_000);

afterAll(() => plane.close());

/** This process's pools, with so few connections in all that everybody has to wait for everybody. */
async function narrowPools(): Promise<void> {
  await Promise.all([closeControl(), closeRows()]);
  const shared = globalThis as unknown as { chittysyncPrisma?: PrismaClient; chittysyncRows?: Pool };
  const ofPrisma = CONNECTIONS - 2;
  shared.chittysyncPrisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: plane.appUrl, max: ofPrisma }),
  });
  await withRows(newUuid(), async () => {});
  if (!shared.chittysyncRows) throw new Error("there is no pool");
  shared.chittysyncRows.options.max = CONNECTIONS - ofPrisma;
}

const namesLeft = (): Promise<unknown[]> =>
  withClient(
    plane.adminUrl,
    async (client: { query(text: string): Promise<{ rows: unknown[] }> }) =>
      (await client.query(`select name from public.registry where name = '${GIVEN_UP}'`)).rows,
  );

async function expectNobodyMet(): Promise<void> {
  const { answered, aborted, wrong } = await interleave(crowd, EACH);
  expect(wrong.slice(0, 5)).toEqual([]);
  expect([answered, aborted]).toEqual([ORGANIZATIONS * EACH * 0.9, ORGANIZATIONS * EACH * 0.1]);
  // What was given up is undone: by whoever lost the connection too.
  expect(await namesLeft()).toEqual([]);
  if (isWhole) console.log(`${answered} answers and ${aborted} broken off, ${wrong.length} wrong`);
}

describe(`${ORGANIZATIONS} organizations with ${EACH} requests each`, () => {
  test(`never meet over ${CONNECTIONS} connections`, TIMEOUT, async () => {
    await narrowPools();
    await expectNobodyMet();
  });

  const program = findPgbouncer(path.resolve(import.meta.dirname, "../../.data/pgbouncer"));
  const name = `never meet behind PgBouncer in transaction mode${program ? "" : " (skipped: no pgbouncer)"}`;
  test.skipIf(program === null)(name, TIMEOUT, async () => {
    if (!program) return;
    let bouncer: RunningBouncer | null = null;
    try {
      bouncer = await startPgbouncer(program, plane.appUrl, CONNECTIONS);
      await Promise.all([closeControl(), closeRows()]);
      process.env.DATABASE_URL = bouncer.url;
      forgetEnv();
      await expectNobodyMet();
    } finally {
      await Promise.all([closeControl(), closeRows()]);
      process.env.DATABASE_URL = plane.appUrl;
      forgetEnv();
      await bouncer?.stop();
    }
  });
});
