import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { withClient } from "../postgres/roles.mjs";
import { allFaults, sampleFaults } from "./cases";
import { type Call, type Fault, faultWords, MODES } from "./fault";
import { runCase, traceReference } from "./run-case";
import { openScene, type Scene } from "./scene";

const RUNS = 60;
const SEED = 1;

/** Fewer than by hand: the time goes into more faults. */
const IDLE = 2;

let scene: Scene;
let trace: readonly Call[];

beforeAll(async () => {
  const { adminUrl, ownerUrl, appUrl, template } = inject("testServer");
  const migrate = (name: string) =>
    withClient(adminUrl, async (client: { query(text: string): Promise<unknown> }) => {
      await client.query(`create database ${name} template ${template} owner chittysync_owner`);
    });
  scene = await openScene({ adminUrl, ownerUrl, appUrl, migrate });
  const reference = await traceReference(scene);
  expect(reference.problems).toEqual([]);
  trace = reference.trace;
}, 300_000);

afterAll(() => scene.close());

async function violationsOf(faults: readonly Fault[]): Promise<string[]> {
  const violations: string[] = [];
  for (const fault of faults)
    for (const problem of (await runCase(scene, fault, IDLE)).problems)
      violations.push(`${faultWords(fault)}, ${trace[fault.index - 1]?.name}: ${problem}`);
  return violations;
}

/** The number of the n-th such call. */
function callNumber(party: Call["party"], name: RegExp, nth = 1): number {
  const numbers = trace.flatMap((call, at) => (call.party === party && name.test(call.name) ? [at + 1] : []));
  const number = numbers[nth - 1];
  if (number === undefined) throw new Error(`the run makes no ${nth}. call ${party} ${name}`);
  return number;
}

test("the reference run calls everything that a run calls, and always in the same order", async () => {
  expect(new Set(trace.map(({ party }) => party))).toEqual(new Set(["ours", "theirs", "notion", "google"]));
  for (const name of [
    "POST /v1/pages",
    "PATCH /v1/pages/{id}",
    "POST /v4/spreadsheets/{id}:batchUpdate",
    "connect",
  ])
    expect(trace.map((call) => call.name)).toContain(name);
  expect((await traceReference(scene)).trace).toEqual(trace);
});

test(`${RUNS} runs with one fault each leave nothing lost, doubled or different`, {
  timeout: 900_000,
}, async () => {
  const faults = sampleFaults(allFaults(trace), trace, { count: RUNS, seed: SEED });
  expect(faults).toHaveLength(RUNS);
  expect(new Set(faults.map(({ mode }) => mode))).toEqual(new Set(MODES));
  expect(await violationsOf(faults)).toEqual([]);
});

test("faults that once were violations are none any more", { timeout: 300_000 }, async () => {
  const usual = { failure: "reset", ending: "resumed" } as const;
  const onceFound: Fault[] = [
    // The process died of a connection that broke in the middle of a transaction.
    { ...usual, index: callNumber("ours", /^commit$/, 10), mode: "error-after" },
    // The log said that writes of an overtaken run were not made.
    { ...usual, index: callNumber("notion", /^PATCH/, 3), mode: "kill-after", ending: "overtaken" },
    // The log said nothing of what a run had written when it was given up.
    { ...usual, index: callNumber("google", /batchUpdate$/), mode: "kill-after", ending: "given-up" },
  ];
  expect(await violationsOf(onceFound)).toEqual([]);
});
