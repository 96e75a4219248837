import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cells } from "@/lib/engine/value";
import type { SideConnector, WriteOperation } from "./connector";
import type { ContractLayout, ContractPlace } from "./contract-harness.test-kit";
import { byCode, layoutOf, NO_DEADLINE, readAll, whole, written } from "./contract-session.test-kit";

/** How an answer gets lost after the write was carried out. */
export type Loss = "time-out" | "503" | "reset";

export interface AmbiguousPlace extends ContractPlace {
  /** The writing call of this kind that comes after `after` others is carried out, and its answer lost. */
  lose(loss: Loss, op: WriteOperation["op"], after: number): void;
  /** Whether that has happened, where the connector finds out by itself what became of it; elsewhere its report says so. */
  lost?(): boolean;
  /** Lets time pass by the system's own clock. */
  pass?(ms: number): void;
  /** Effects on records so far, where the system counts them. */
  effects?(): number;
}

const CASES = 200;
/** What one place is used for: a sheet's price grows with its rows. */
const CASES_OF_PLACE = 25;
const OPS = ["create", "update", "delete"] as const;
const ATTEMPTS = 4;
const LAYOUT = layoutOf(["text"]);

/** Rows that are written together, the call that is lost, and how. */
interface Case {
  readonly size: number;
  readonly after: number;
  readonly loss: Loss;
  readonly text: string;
}

const drawn: fc.Arbitrary<Case> = fc
  .record({
    size: fc.integer({ min: 1, max: 3 }),
    at: fc.nat(2),
    loss: fc.constantFrom<Loss>("time-out", "503", "reset"),
    text: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 8 }).map((text) => `x${text}x`),
  })
  .map((each) => ({ ...each, after: each.at % each.size }));

/**
 * Registers, for one kind, writes whose answers are lost after they were carried out: whoever goes on as the engine does
 * (ask what is there, wait where the system shows it late, send again) ends with exactly one effect of each.
 */
export function lostAnswers(name: string, make: (layout: ContractLayout) => Promise<AmbiguousPlace>): void {
  describe(`lost answers: ${name}`, () => {
    for (const op of OPS) {
      it(`${CASES} times, a ${op} has one effect`, { timeout: 60_000 }, async () => {
        const cases = fc.sample(drawn, { numRuns: CASES, seed: 20_261_129 });
        for (let at = 0; at < CASES; at += CASES_OF_PLACE) {
          const place = await make(LAYOUT);
          try {
            await eachHasOneEffect(place, op, cases.slice(at, at + CASES_OF_PLACE));
          } finally {
            await place.dispose();
          }
        }
      });
    }
  });
}

async function eachHasOneEffect(
  place: AmbiguousPlace,
  op: WriteOperation["op"],
  cases: readonly Case[],
): Promise<void> {
  const rows = cases.map(({ size }, at) => Array.from({ length: size }, (_, n) => `r${at}-${n}`));
  if (op !== "create") await place.insert(rows.flat().map(before));
  const side = place.open(place.config);
  await side.shape();
  place.pass?.(side.abilities.lookupLagMs);
  const locators = byCode((await readAll(side)).records);
  const all: WriteOperation[] = [];
  const wanted = new Map<string, Cells>();
  const effects = place.effects?.() ?? 0;
  for (const [at, { loss, after, text }] of cases.entries()) {
    const codes = rows[at] ?? [];
    const operations = codes.map((code) => operationOf(op, code, text, locators.get(code)?.locator ?? ""));
    for (const code of codes) if (op !== "delete") wanted.set(code, { ...before(code), name: text });
    place.lose(loss, op, after);
    await carriedOut(place, side, operations);
    all.push(...operations);
  }
  if (place.effects) expect(place.effects() - effects).toBe(all.length);
  place.pass?.(side.abilities.lookupLagMs);
  const { records } = await readAll(side);
  const held = [...byCode(records)].map(([code, { cells }]) => [code, cells] as const);
  expect(held.sort(byFirst)).toEqual(
    [...wanted].map(([code, cells]) => [code, whole(side, LAYOUT, cells)] as const).sort(byFirst),
  );
  await changesNothing(place, side, all);
}

/** Given once more, all is as asked. */
async function changesNothing(
  place: AmbiguousPlace,
  side: SideConnector,
  operations: readonly WriteOperation[],
): Promise<void> {
  const print = await place.fingerprint?.();
  const again = await written(side, operations);
  expect(again.filter(({ outcome }) => outcome !== "done")).toEqual([]);
  expect(await place.fingerprint?.()).toBe(print);
}

const byFirst = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1;

const before = (code: string): Cells => ({ code, name: "old", note: "kept" });

function operationOf(op: WriteOperation["op"], code: string, name: string, locator: string): WriteOperation {
  const expectation = { id: code, locator, expect: before(code), key: { code } };
  switch (op) {
    case "create":
      return { op, id: code, cells: { ...before(code), name } };
    case "update":
      return { op, ...expectation, cells: { name } };
    case "delete":
      return { op, ...expectation };
  }
}

/** The engine's way of going on. The first attempt must meet the loss, or the case says nothing. */
async function carriedOut(
  place: AmbiguousPlace,
  side: SideConnector,
  operations: readonly WriteOperation[],
): Promise<void> {
  let left = operations;
  for (let attempt = 1; attempt <= ATTEMPTS && left.length > 0; attempt += 1) {
    const { written: answers } = await side.write(left, NO_DEADLINE);
    expect(answers.filter(({ outcome }) => outcome !== "done" && outcome !== "unknown")).toEqual([]);
    const unknown = answers.flatMap(({ outcome, id }) => (outcome === "unknown" ? [id] : []));
    if (attempt === 1) expect(place.lost?.() ?? unknown.length > 0).toBe(true);
    left = left.filter(({ id }, at) => answers[at] === undefined || unknown.includes(id));
    if (unknown.length > 0) left = await stillToDo(place, side, left);
  }
  expect(left).toEqual([]);
}

/** What is not there yet, after a look; behind a system that shows late, after as long as it may. */
async function stillToDo(
  place: AmbiguousPlace,
  side: SideConnector,
  operations: readonly WriteOperation[],
): Promise<readonly WriteOperation[]> {
  if (operations.some(({ op }) => op === "create")) {
    if (side.abilities.lookupLagMs === 0) return operations;
    place.pass?.(side.abilities.lookupLagMs);
    const there = byCode((await readAll(side)).records);
    return operations.filter(({ id }) => !there.has(id));
  }
  const locators = operations.flatMap((operation) => (operation.op === "create" ? [] : [operation.locator]));
  const { found } = await side.find(locators);
  expect(found.filter(({ state }) => state === "unknown")).toEqual([]);
  return operations;
}
