import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import type { WriteOperation } from "./connector";
import { CORPUS, FIELD_OF_TYPE } from "./contract-corpus.test-kit";
import type { ContractHarness } from "./contract-harness.test-kit";
import {
  byCode,
  contentOf,
  inPlace,
  layoutOf,
  NO_DEADLINE,
  projected,
  readAll,
  readOnly,
  recordOf,
  whole,
  written,
} from "./contract-session.test-kit";
import { writeCalls } from "./write-calls";

const plain = layoutOf(["text"]);
const create = (code: string, name: string): WriteOperation => ({
  op: "create",
  id: `create ${code} ${name}`,
  cells: { code, name, note: "kept" },
});

export function writeLaws(harness: ContractHarness): void {
  describe("create", () => {
    for (const type of harness.types) {
      if (type === "relation") continue;
      it(`writes what project says, and refuses only what it refuses: ${type}`, async () => {
        const layout = layoutOf([type]);
        const field = FIELD_OF_TYPE[type];
        await inPlace(harness, layout, async (_, side) => {
          const operations = CORPUS[type].map((value, at): WriteOperation => {
            const code = `k${at}`;
            return { op: "create", id: code, cells: { code, name: "n", [field]: value } };
          });
          const answers = await written(side, operations);
          const read = byCode((await readAll(side)).records);
          CORPUS[type].forEach((value, at) => {
            const [projection, answer] = [side.project(field, value), answers[at]];
            const record = read.get(`k${at}`);
            if (!projection.ok) {
              expect(answer, `k${at}`).toMatchObject({ outcome: "refused", field });
              expect(record).toBeUndefined();
              return;
            }
            expect(answer?.outcome, `k${at}`).toBe("done");
            expect(record?.cells[field], `k${at}`).toEqual(projection.value);
            expect(record?.unknown).toEqual({});
            if (answer?.outcome === "done")
              expect(contentOf(answer.record)).toEqual(contentOf(record ?? null));
          });
        });
      });
    }

    it.skipIf(!harness.types.includes("relation"))("writes a relation of many, or refuses it", async () => {
      await inPlace(harness, layoutOf(["relation"]), async (place, side) => {
        const all = [...(place.references.partners ?? [])].sort();
        const lists = [all.slice(0, 1), all.slice(0, 30), null];
        const answers = await written(
          side,
          lists.map(
            (partners, at): WriteOperation => ({
              op: "create",
              id: `r${at}`,
              cells: { code: `r${at}`, name: "n", partners },
            }),
          ),
        );
        const read = byCode((await readAll(side)).records);
        lists.forEach((partners, at) => {
          const projection = side.project("partners", partners);
          expect(answers[at]?.outcome).toBe(projection.ok ? "done" : "refused");
          if (projection.ok) expect(read.get(`r${at}`)?.cells.partners).toEqual(projection.value);
        });
      });
    });

    it("adds nothing when the key is there: done if equal, stale if not", async () => {
      await inPlace(harness, plain, async (place, side) => {
        await written(side, [create("a", "A")]);
        const before = await place.fingerprint?.();
        const [equal, other] = await written(side, [create("a", "A"), create("a", "Another")]);
        const record = await recordOf(side, "a");
        expect(equal).toMatchObject({ outcome: "done" });
        expect(other).toMatchObject({ outcome: "stale" });
        for (const answer of [equal, other]) {
          expect(answer && "record" in answer && contentOf(answer.record)).toEqual(contentOf(record));
        }
        expect(record.cells).toEqual(whole(side, plain, { code: "a", name: "A", note: "kept" }));
        expect(await place.fingerprint?.()).toBe(before);
      });
    });

    it("costs the calls that its pace tells beforehand", async () => {
      await inPlace(harness, plain, async (_, side) => {
        await written(side, [create("first", "warms up")]);
        const operations = Array.from({ length: 12 }, (_, at) => create(`k${at}`, "A"));
        const { requests, written: answers } = await side.write(operations, NO_DEADLINE);
        expect(answers.every(({ outcome }) => outcome === "done")).toBe(true);
        expect(requests).toBe(writeCalls([operations.length], side.abilities.writePace));
      });
    });

    it("adds one record for one key named twice in a batch", async () => {
      await inPlace(harness, plain, async (_, side) => {
        const answers = await written(side, [create("a", "A"), create("a", "A"), create("a", "B")]);
        expect(answers.map((answer) => answer.outcome)).toEqual(["done", "done", "stale"]);
        expect((await recordOf(side, "a")).cells.name).toBe("A");
      });
    });

    it.skipIf(!harness.compositeKeys)("knows a key of two fields", async () => {
      const layout = { ...plain, key: ["code", "name"] };
      await inPlace(harness, layout, async (_, side) => {
        const answers = await written(side, [create("a", "A"), create("a", "B"), create("a", "A")]);
        expect(answers.map((answer) => answer.outcome)).toEqual(["done", "done", "done"]);
        const read = await readAll(side);
        expect(read.records.map((record) => record.cells.name).sort()).toEqual(["A", "B"]);
      });
    });

    it.skipIf(!harness.duplicateKeys)("adds no third record and picks no twin", async () => {
      await inPlace(harness, plain, async (place, side) => {
        const twins = ["first", "second"].map((name) => ({ code: "twin", name, note: "n" }));
        await place.insert(twins);
        const before = (await readAll(side)).records;
        const [answer] = await written(side, [create("twin", "third")]);
        expect(answer?.outcome).not.toBe("done");
        const locators = new Set(before.map((record) => record.locator));
        if (locators.size === 1) {
          const [locator = ""] = locators;
          const [update, removal] = await written(side, [
            { op: "update", id: "u", locator, cells: { name: "x" }, expect: { name: "first" } },
            { op: "delete", id: "d", locator, expect: { name: "first" } },
          ]);
          expect([update?.outcome, removal?.outcome]).not.toContain("done");
        }
        const after = (await readAll(side)).records;
        expect(after.map(contentOf)).toEqual(before.map(contentOf));
      });
    });
  });

  describe("update", () => {
    it("changes the given fields, leaves the others, and is done again without an effect", async () => {
      await inPlace(harness, plain, async (place, side) => {
        await written(side, [create("a", "A"), create("b", "B")]);
        const { locator } = await recordOf(side, "a");
        await place.edit("a", "note", "by a person");
        const update: WriteOperation = {
          op: "update",
          id: "u",
          locator,
          cells: { name: "A2" },
          expect: { name: "A" },
        };
        const [first] = await written(side, [update]);
        const record = await recordOf(side, "a");
        expect(record.cells).toMatchObject({ name: "A2", note: "by a person" });
        expect(first?.outcome === "done" && contentOf(first.record)).toEqual(contentOf(record));
        const before = await place.fingerprint?.();
        const [second] = await written(side, [update]);
        expect(second?.outcome === "done" && contentOf(second.record)).toEqual(contentOf(record));
        expect(await place.fingerprint?.()).toBe(before);
        expect((await recordOf(side, "b")).cells.name).toBe("B");
      });
    });

    it("writes nothing over what it did not expect", async () => {
      await inPlace(harness, plain, async (place, side) => {
        await written(side, [create("a", "A"), create("gone", "G")]);
        const [a, gone] = [await recordOf(side, "a"), await recordOf(side, "gone")];
        await place.edit("a", "name", "by a person");
        await place.remove("gone");
        const before = await place.fingerprint?.();
        const [edited, lost] = await written(side, [
          {
            op: "update",
            id: "1",
            locator: a.locator,
            cells: { name: "A2", note: "new" },
            expect: { name: "A", note: "kept" },
          },
          { op: "update", id: "2", locator: gone.locator, cells: { name: "G2" }, expect: { name: "G" } },
        ]);
        const now = await recordOf(side, "a");
        expect(now.cells).toMatchObject({ name: "by a person", note: "kept" });
        expect(edited?.outcome === "stale" && contentOf(edited.record)).toEqual(contentOf(now));
        expect(lost).toMatchObject({ outcome: "stale", record: null });
        expect((await readAll(side)).records.length).toBe(1);
        expect(await place.fingerprint?.()).toBe(before);
      });
    });

    for (const type of harness.types) {
      if (type === "relation") continue;
      it(`sets, replaces and clears: ${type}`, async () => {
        const field = FIELD_OF_TYPE[type];
        await inPlace(harness, layoutOf([type]), async (_, side) => {
          const values = CORPUS[type].filter((value) => side.project(field, value).ok);
          const start = values[0] ?? null;
          await written(side, [{ op: "create", id: "c", cells: { code: "a", name: "n", [field]: start } }]);
          const { locator } = await recordOf(side, "a");
          let held = start;
          for (const value of [...values.slice(1, 6), ...values.slice(-2), start]) {
            const expected = projected(side, { [field]: held });
            const [answer] = await written(side, [
              { op: "update", id: "u", locator, cells: { [field]: value }, expect: expected },
            ]);
            const wanted = projected(side, { [field]: value });
            expect(answer?.outcome).toBe("done");
            expect(answer?.outcome === "done" && answer.record?.cells[field]).toEqual(wanted[field]);
            held = value;
          }
          expect((await recordOf(side, "a")).cells[field]).toEqual(
            projected(side, { [field]: start })[field],
          );
        });
      });
    }

    it("does not write a field that is closed to writes", async () => {
      await inPlace(harness, plain, async (place, side) => {
        await written(side, [create("a", "A")]);
        const { locator } = await recordOf(side, "a");
        const closed = place.open(readOnly(place.config, "note"));
        await written(closed, [
          {
            op: "update",
            id: "u",
            locator,
            cells: { name: "A2", note: "overwritten" },
            expect: { name: "A", note: "kept" },
          },
        ]);
        expect((await recordOf(side, "a")).cells.note).toBe("kept");
      });
    });
  });

  describe("delete", () => {
    it("removes what is as expected, once, and is done again", async () => {
      await inPlace(harness, plain, async (place, side) => {
        await written(side, [create("a", "A"), create("b", "B")]);
        const { locator } = await recordOf(side, "a");
        const removal: WriteOperation = { op: "delete", id: "d", locator, expect: { name: "A" } };
        expect(await written(side, [removal])).toEqual([{ id: "d", outcome: "done", record: null }]);
        const before = await place.fingerprint?.();
        expect(await written(side, [removal])).toEqual([{ id: "d", outcome: "done", record: null }]);
        expect(await place.fingerprint?.()).toBe(before);
        expect([...byCode((await readAll(side)).records).keys()]).toEqual(["b"]);
        expect((await side.find([locator])).found[0]?.state).toBe("absent");
      });
    });

    it("keeps what it did not expect", async () => {
      await inPlace(harness, plain, async (place, side) => {
        await written(side, [create("a", "A")]);
        const { locator } = await recordOf(side, "a");
        await place.edit("a", "name", "by a person");
        const [answer] = await written(side, [{ op: "delete", id: "d", locator, expect: { name: "A" } }]);
        const now = await recordOf(side, "a");
        expect(now.cells.name).toBe("by a person");
        expect(answer?.outcome === "stale" && contentOf(answer.record)).toEqual(contentOf(now));
      });
    });
  });

  describe("write", () => {
    it("refuses a row for its one bad cell and goes on with the others", async () => {
      await inPlace(harness, layoutOf(harness.types), async (_, side) => {
        const bad = harness.types
          .filter((type) => type !== "relation")
          .flatMap((type) => CORPUS[type].map((value) => ({ field: FIELD_OF_TYPE[type], value })))
          .find(({ field, value }) => !side.project(field, value).ok);
        if (bad === undefined) return;
        const cells = { code: "bad", name: "n", [bad.field]: bad.value };
        const answers = await written(side, [
          { op: "create", id: "1", cells: { code: "before", name: "n" } },
          { op: "create", id: "2", cells },
          { op: "create", id: "3", cells: { code: "after", name: "n" } },
        ]);
        expect(answers.map((answer) => answer.outcome)).toEqual(["done", "refused", "done"]);
        expect(answers[1]).toMatchObject({ field: bad.field });
        expect([...byCode((await readAll(side)).records).keys()].sort()).toEqual(["after", "before"]);
      });
    });

    it("mixes creates, updates and deletes in one batch, in order", async () => {
      await inPlace(harness, plain, async (_, side) => {
        await written(side, [create("a", "A"), create("b", "B")]);
        const [a, b] = [await recordOf(side, "a"), await recordOf(side, "b")];
        const answers = await written(side, [
          create("c", "C"),
          { op: "update", id: "u1", locator: a.locator, cells: { name: "A2" }, expect: { name: "A" } },
          { op: "delete", id: "d", locator: b.locator, expect: { name: "B" } },
          { op: "update", id: "u2", locator: a.locator, cells: { name: "A3" }, expect: { name: "A2" } },
          create("d", "D"),
        ]);
        expect(answers.map((answer) => answer.outcome)).toEqual(["done", "done", "done", "done", "done"]);
        const names = [...byCode((await readAll(side)).records)].map(([code, { cells }]) => [
          code,
          cells.name,
        ]);
        expect(names.sort()).toEqual([
          ["a", "A3"],
          ["c", "C"],
          ["d", "D"],
        ]);
      });
    });

    it("begins nothing after the deadline", async () => {
      await inPlace(harness, plain, async (_, side) => {
        const report = await side.write([create("a", "A")], 0);
        expect(report.written).toEqual([]);
        expect(report.stopped).toBeInstanceOf(AppError);
        expect((await readAll(side)).records).toEqual([]);
      });
    });

    it("does nothing when asked for nothing", async () => {
      await inPlace(harness, plain, async (_, side) => {
        expect(await side.write([], NO_DEADLINE)).toMatchObject({ written: [], stopped: null });
      });
    });

    it("reports the calls it made", async () => {
      await inPlace(harness, plain, async (place, side) => {
        if (!place.requests) return;
        const before = place.requests();
        const report = await side.write([create("a", "A"), create("b", "B")], NO_DEADLINE);
        expect(place.requests() - before).toBe(report.requests);
      });
    });
  });
}
