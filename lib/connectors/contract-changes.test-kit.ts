import { describe, expect, it, type TestContext } from "vitest";
import { AppError } from "@/lib/errors";
import type { ChangedPage, ChangesEnd } from "./changes";
import type { SideConnector, SideRecord } from "./connector";
import type { ContractHarness, ContractPlace } from "./contract-harness.test-kit";
import { contentOf, inPlace, layoutOf, readAll, recordOf } from "./contract-session.test-kit";

/** What a caller knows of a place that it follows: by locator, as the last read and the changes since told it. */
export interface Followed {
  readonly records: ReadonlyMap<string, SideRecord>;
  readonly mark: string;
}

export interface Changes {
  readonly records: readonly SideRecord[];
  readonly gone: readonly string[];
  readonly end: ChangesEnd;
  readonly requests: number;
  readonly pages: number;
}

/** Reads changes to their end, which stands on the last page and only there; `between` runs after the first page. */
export async function changesSince(
  side: SideConnector,
  mark: string,
  between: () => Promise<void> = async () => {},
): Promise<Changes> {
  const records: SideRecord[] = [];
  const gone: string[] = [];
  let cursor: string | null = null;
  let requests = 0;
  for (let pages = 1; pages <= 1_000; pages += 1) {
    const page: ChangedPage | undefined = await side.changes?.(mark, cursor);
    if (page === undefined) throw new Error("the side tells no changes");
    records.push(...page.records);
    gone.push(...page.gone);
    requests += page.requests;
    if (page.next === null) {
      if (page.end === null) throw new Error("the last page has no end");
      return { records, gone, end: page.end, requests, pages };
    }
    expect(page.end).toBeNull();
    if (pages === 1) await between();
    cursor = page.next;
  }
  throw new Error("the changes do not end");
}

/** A whole read, from which a place can be followed. */
export async function followed(side: SideConnector): Promise<Followed> {
  const { records, census, mark } = await readAll(side);
  expect(census.complete).toBe(true);
  if (mark === null) throw new Error("the read gave no mark");
  return { records: new Map(records.map((record) => [record.locator, record])), mark };
}

/** What is known after these changes: what a caller makes of them. */
export async function knownAfter(known: Followed, side: SideConnector, changes: Changes): Promise<Followed> {
  const { end } = changes;
  if (end.kind === "lost") throw new Error(`lost: ${end.reason}`);
  const told = new Map(changes.records.map((record) => [record.locator, record]));
  const records = new Map([...known.records, ...told]);
  for (const locator of changes.gone) if (!told.has(locator)) records.delete(locator);
  if (end.readWhole.length > 0) {
    const { found } = await side.find([...known.records.keys()].filter((locator) => !told.has(locator)));
    for (const each of found) if (each.state === "absent") records.delete(each.locator);
  }
  return { records, mark: end.mark };
}

const follow = async (known: Followed, side: SideConnector): Promise<Followed> =>
  knownAfter(known, side, await changesSince(side, known.mark));

/** What is known is what a full read shows. */
export async function expectUpToDate(known: Followed, side: SideConnector): Promise<void> {
  const byLocator = (records: Iterable<SideRecord>) =>
    new Map([...records].map((record) => [record.locator, contentOf(record)]));
  expect(byLocator(known.records.values())).toEqual(byLocator((await readAll(side)).records));
}

const rowsOf = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({ code: `${prefix}-${at}`, name: "first" }));

/** Laws of `changes` (see changes.ts); skipped for kinds that tell none. */
export function changeLaws(harness: ContractHarness): void {
  type Test = (place: ContractPlace, side: SideConnector) => Promise<void>;
  const law = (title: string, test: Test) =>
    it(title, { timeout: 60_000 }, ({ skip }: TestContext) =>
      inPlace(harness, layoutOf([]), async (place, side) => {
        if (side.changes === undefined) skip("this kind tells no changes");
        await test(place, side);
      }),
    );
  const ABC = ["a", "b", "c"].map((code) => ({ code, name: code }));

  describe("changes", () => {
    law("tells nothing new where nothing changed, and how to go on", async (place, side) => {
      await place.insert(ABC);
      let known = await followed(side);
      for (let round = 0; round < 2; round += 1) {
        const before = place.requests?.() ?? 0;
        const changes = await changesSince(side, known.mark);
        if (place.requests) expect(place.requests() - before).toBe(changes.requests);
        expect(changes.gone).toEqual([]);
        for (const record of changes.records) {
          expect(contentOf(record)).toEqual(contentOf(known.records.get(record.locator) ?? null));
        }
        known = await knownAfter(known, side, changes);
      }
    });

    law("tells an edit, an insert and a removal, also to a fresh process", async (place, side) => {
      await place.insert(ABC);
      let known = await followed(side);
      await place.edit("a", "name", "edited");
      await place.insert([{ code: "d", name: "d" }]);
      await place.remove("b");
      known = await follow(known, place.open(place.config));
      await expectUpToDate(known, side);
      expect([...known.records.values()].map(({ cells }) => cells.name).sort()).toEqual(["c", "d", "edited"]);
    });

    law("tells an edit, an insert and a removal made during the read", async (place, side) => {
      for (let at = 0; at < 3; at += 1) await place.insert(rowsOf(`r${at}`, 50));
      const first = await side.read(null);
      await place.edit("r0-0", "name", "edited");
      await place.edit("r2-49", "name", "edited");
      await place.insert([{ code: "late", name: "late" }]);
      await place.remove("r1-7");
      const records = new Map(first.records.map((record) => [record.locator, record]));
      let { next, mark } = first;
      while (next !== null) {
        const page = await side.read(next);
        for (const record of page.records) records.set(record.locator, record);
        ({ next } = page);
        mark = page.mark ?? null;
      }
      if (mark == null) throw new Error("the read gave no mark");
      await expectUpToDate(await follow({ records, mark }, side), side);
    });

    law("tells the second edit of a minute after the first", async (place, side) => {
      await place.insert(ABC);
      let known = await followed(side);
      for (const name of ["once", "twice", "thrice"]) {
        await place.edit("a", "name", name);
        known = await follow(known, side);
        expect([...known.records.values()].map(({ cells }) => cells.name)).toContain(name);
      }
      await expectUpToDate(known, side);
    });

    law("tells again from a mark that was used before", async (place, side) => {
      await place.insert(ABC);
      const known = await followed(side);
      await place.edit("a", "name", "edited");
      await place.remove("c");
      await follow(known, side);
      await place.edit("b", "name", "edited too");
      await expectUpToDate(await follow(known, side), side);
    });

    law("tells a record that was removed and entered again", async (place, side) => {
      await place.insert(ABC);
      let known = await followed(side);
      await place.remove("a");
      await place.insert([{ code: "a", name: "again" }]);
      known = await follow(known, side);
      await expectUpToDate(known, side);
      await place.remove("a");
      known = await follow(known, side);
      await place.insert([{ code: "a", name: "once more" }]);
      known = await follow(known, side);
      await expectUpToDate(known, side);
      expect((await recordOf(side, "a")).cells.name).toBe("once more");
    });

    law("tells more than a page, and later what was done meanwhile", async (place, side) => {
      await place.insert(ABC);
      const known = await followed(side);
      for (let at = 0; at < 5; at += 1) await place.insert(rowsOf(`r${at}`, 50));
      const changes = await changesSince(side, known.mark, async () => {
        await place.edit("r0-0", "name", "edited");
        await place.edit("r4-49", "name", "edited");
        await place.insert([{ code: "late", name: "late" }]);
        await place.remove("b");
      });
      const then = await knownAfter(known, side, changes);
      expect(then.records.size).toBeGreaterThanOrEqual(252);
      await expectUpToDate(await follow(then, side), side);
    });

    law("gives no mark to go on from after a read that was cut", async (place, side) => {
      if (!place.truncateNextRead) return;
      await place.insert(ABC);
      await place.truncateNextRead();
      const outcome = await readAll(side).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
      else expect((outcome as Awaited<ReturnType<typeof readAll>>).mark).toBeNull();
    });

    law(
      "says that it cannot know when a field is dropped, or tells it of every record",
      async (place, side) => {
        if (!place.drop) return;
        await place.insert(ABC);
        const known = await followed(side);
        await place.drop("name");
        const outcome = await changesSince(side, known.mark).catch((error: unknown) => error);
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(AppError);
          return;
        }
        const changes = outcome as Changes;
        if (changes.end.kind === "known") await expectUpToDate(await knownAfter(known, side, changes), side);
      },
    );

    law("takes no mark that is not its own", async (place, side) => {
      await place.insert(ABC);
      for (const mark of ["", "garbage", "null", "[]", "{}", '{"v":99}', "\u0000"]) {
        const outcome = await changesSince(side, mark).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ kind: "invalid-input" });
        else expect((outcome as Changes).end.kind, mark).toBe("lost");
      }
    });
  });
}
