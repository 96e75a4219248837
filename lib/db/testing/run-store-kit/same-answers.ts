import fc from "fast-check";
import { expect } from "vitest";
import { newUuid } from "@/lib/ids";
import { type Drawn, nameNewRows, type World } from "./drawn";
import type { Dump, Harness } from "./harness";
import { type SamplePlaces, samplePlaces } from "./places";
import { call, gesture, settleFirst } from "./random-calls";

const ROWS = 5;

/** A sequence of transactions, each of a few calls, with what people do between them. */
const sequence = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.array(call, { minLength: 1, maxLength: 3 }).map((calls) => ({ calls })) },
    { weight: 1, arbitrary: gesture },
  ),
  { minLength: 12, maxLength: 24 },
);

/** Draws sequences of calls and expects both stores to answer, to refuse and to keep the same. */
export async function expectSameAnswers(
  openBoth: (places: SamplePlaces) => Promise<readonly [Harness, Harness]>,
  options: { readonly runs: number; readonly replay?: { readonly seed: number; readonly path: string } },
): Promise<void> {
  const property = fc.asyncProperty(sequence, async (steps) => {
    const given = {
      runs: [newUuid(), newUuid(), newUuid()],
      rows: Array.from({ length: ROWS }, newUuid),
    };
    const [left, right] = await openBoth(samplePlaces());
    const worlds = [await worldOf(left, given), await worldOf(right, given)] as const;
    for (const world of worlds) await settleFirst(world);
    for (const step of steps) {
      const [one, other] = [await taken(step, worlds[0]), await taken(step, worlds[1])];
      expect(one).toEqual(other);
    }
  });
  // Each step says what was asked: a shorter sequence is not worth a database for every try.
  await fc.assert(property, { numRuns: options.runs, endOnFailure: true, ...options.replay });
}

async function worldOf(
  harness: Harness,
  { runs, rows }: { readonly runs: readonly string[]; readonly rows: readonly string[] },
): Promise<World> {
  const startedAt = new Date("2026-03-02T00:00:00Z");
  const [writing = "", failed = "", dry = ""] = runs;
  await harness.addRun({ id: writing, status: "running", startedAt });
  await harness.addRun({ id: failed, status: "failed", progress: { state: { chunk: 0 } } });
  await harness.addRun({ id: dry, status: "running", kind: "dry-run" });
  return { ...harness, runs, rows: [...rows], planned: [] };
}

type Step =
  | { readonly calls: readonly Drawn[] }
  | { readonly name: string; readonly act: (world: World) => Promise<unknown> };

/** What a step answered and what is kept after it, under names that both stores share. */
async function taken(step: Step, world: World): Promise<unknown> {
  const answers = await answersTo(step, world);
  const dump = await world.dump();
  nameNewRows(world, rowsShown(dump));
  const title = "calls" in step ? step.calls.map(({ name }) => name) : step.name;
  return { title, answers: plain(answers, world), kept: plain(dump, world) };
}

async function answersTo(step: Step, world: World): Promise<unknown> {
  if ("act" in step) return step.act(world);
  const answers: unknown[] = [];
  try {
    await world.store.transact(async (tx) => {
      for (const one of step.calls) answers.push(await one.ask(world, tx));
    });
    return answers;
  } catch (thrown) {
    return { refused: (thrown as { code?: string }).code ?? String(thrown) };
  }
}

/** Rows that stand at records only, by the form of the key that these show. */
const rowsShown = ({ obs }: Dump) =>
  obs.flatMap(({ rowId, key, matchKey }) =>
    typeof rowId === "string" ? [{ rowId, key: String(matchKey ?? key) }] : [],
  );

/** As JSON of its own: rows under their numbers, sets and lists sorted, moments left out. */
function plain(value: unknown, { rows }: World): unknown {
  const named = new Map(rows.map((rowId, at) => [rowId, `row ${at}`]));
  return form(value);

  function form(part: unknown): unknown {
    if (typeof part === "string") return named.get(part) ?? part;
    if (part instanceof Map) return form([...part]);
    if (part instanceof Set) return form([...part]);
    if (Array.isArray(part)) return part.map(form).sort(byText);
    if (typeof part !== "object" || part === null || part instanceof Date) return part;
    const members = Object.entries(part).filter(([name]) => name !== "writtenAt" && name !== "sentAgoMs");
    return Object.fromEntries(members.sort(byText).map(([name, member]) => [name, form(member)]));
  }
}

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
