import { describe, expect, it } from "vitest";
import type { Cells, Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { CORPUS, FIELD_OF_TYPE } from "./contract-corpus.test-kit";
import type { ContractHarness } from "./contract-harness.test-kit";
import { byCode, contentOf, inPlace, layoutOf, readAll, recordOf, whole } from "./contract-session.test-kit";

const MANY = 10_001;

export function readLaws(harness: ContractHarness): void {
  describe("read", () => {
    const plain = layoutOf([]);

    it("reads an empty place as nothing, proven", async () => {
      await inPlace(harness, plain, async (_, side) => {
        const read = await readAll(side);
        expect(read.records).toEqual([]);
        expect(read.census).toEqual({ complete: true, total: 0 });
      });
    });

    it(`reads ${MANY} rows, each once, proven, across a restart`, { timeout: 300_000 }, async () => {
      await inPlace(harness, plain, async (place, side) => {
        const rows: Cells[] = [];
        for (let at = 0; at < MANY; at += 1) rows.push({ code: `row-${at}`, name: `Name ${at}` });
        await place.insert(rows);
        const before = place.requests?.() ?? 0;
        const first = await side.read(null);
        const seen = [...first.records];
        let { next, census, requests } = first;
        while (next !== null) {
          const page = await place.open(place.config).read(next);
          seen.push(...page.records);
          requests += page.requests;
          ({ next, census } = page);
        }
        expect(census).toEqual({ complete: true, total: MANY });
        expect(byCode(seen).size).toBe(MANY);
        expect(new Set(seen.map((record) => record.locator)).size).toBe(MANY);
        for (const record of seen) {
          expect(record.cells.name).toBe(String(record.cells.code).replace("row-", "Name "));
        }
        if (place.requests) expect(place.requests() - before).toBe(requests);
      });
    });

    for (const type of harness.types) {
      if (type === "relation") continue;
      it(`reads what a person entered: ${type}`, async () => {
        const layout = layoutOf([type]);
        const field = FIELD_OF_TYPE[type];
        await inPlace(harness, layout, async (place, side) => {
          const expected = new Map<string, Value>();
          const rows: Cells[] = [];
          CORPUS[type].forEach((value, at) => {
            const projection = side.project(field, value);
            if (!projection.ok) return;
            expected.set(`k${at}`, projection.value);
            rows.push({ code: `k${at}`, name: "n", [field]: projection.value });
          });
          await place.insert(rows);
          const read = byCode((await readAll(side)).records);
          expect(read.size).toBe(expected.size);
          for (const [code, value] of expected) {
            const record = read.get(code);
            expect(record?.unknown, code).toEqual({});
            expect(record?.cells[field], code).toEqual(value);
          }
        });
      });
    }

    it("tells null from the empty text, or says that it does not", async () => {
      await inPlace(harness, plain, async (_, side) => {
        const empty = side.project("name", "");
        const nothing = side.project("name", null);
        if (!side.abilities.distinguishesEmptyText) expect(empty).toEqual(nothing);
        else
          expect([empty, nothing]).toEqual([
            { ok: true, value: "" },
            { ok: true, value: null },
          ]);
      });
    });

    it("projects to what stays as it is", async () => {
      await inPlace(harness, layoutOf(harness.types), async (place, side) => {
        for (const type of harness.types) {
          if (type === "relation") continue;
          for (const value of CORPUS[type]) {
            const projection = side.project(FIELD_OF_TYPE[type], value);
            if (!projection.ok) {
              expect(projection.reason).not.toBe("");
              expect(projection.message).not.toBe("");
            } else {
              expect(side.project(FIELD_OF_TYPE[type], projection.value)).toEqual(projection);
            }
          }
        }
        expect(place.config.mapped.length).toBe(harness.types.length + 2);
      });
    });

    it.skipIf(!harness.types.includes("relation"))("reads all members of a long relation", async () => {
      await inPlace(harness, layoutOf(["relation"]), async (place, side) => {
        const members = [...(place.references.partners ?? [])].sort();
        expect(members.length).toBe(40);
        const wanted = side.project("partners", members);
        const shown = wanted.ok ? wanted.value : (members.slice(0, 1) as Value);
        await place.insert([{ code: "many", name: "n", partners: shown }]);
        const record = await recordOf(side, "many");
        expect(record.cells.partners).toEqual(shown);
        expect(record.unknown).toEqual({});
      });
    });

    it.skipIf(!harness.duplicateKeys)("shows both records of a duplicated key", async () => {
      await inPlace(harness, plain, async (place, side) => {
        await place.insert([
          { code: "twin", name: "first" },
          { code: "twin", name: "second" },
        ]);
        const read = await readAll(side);
        expect(read.records.map((record) => record.cells.name).sort()).toEqual(["first", "second"]);
        expect(read.census).toEqual({ complete: true, total: 2 });
      });
    });

    it("finds a record by its locator and knows when it is gone", async () => {
      await inPlace(harness, plain, async (place, side) => {
        await place.insert([
          { code: "a", name: "A" },
          { code: "b", name: "B" },
        ]);
        const [a, b] = [await recordOf(side, "a"), await recordOf(side, "b")];
        await place.remove("a");
        const before = place.requests?.() ?? 0;
        const { found, requests } = await side.find([b.locator, a.locator]);
        if (place.requests) expect(place.requests() - before).toBe(requests);
        expect(found.map((each) => [each.locator, each.state])).toEqual([
          [b.locator, "present"],
          [a.locator, "absent"],
        ]);
        expect(found[0]?.state === "present" && contentOf(found[0].record)).toEqual(contentOf(b));
        expect((await side.find([])).found).toEqual([]);
      });
    });

    it("names who changed a record, where records tell, and is silent about strangers", async () => {
      await inPlace(harness, plain, async (place, side) => {
        await place.insert([{ code: "a", name: "A" }]);
        const { changedBy } = await recordOf(side, "a");
        expect(changedBy != null).toBe(side.people !== undefined);
        if (!side.people || changedBy == null) return;
        const stranger = "00000000-0000-4000-8000-000000000000";
        const before = place.requests?.() ?? 0;
        const { names, requests } = await side.people([stranger, changedBy]);
        if (place.requests) expect(place.requests() - before).toBe(requests);
        expect([...names]).toEqual([[changedBy, expect.stringMatching(/\w/)]]);
      });
    });

    it("follows a record whose key a person changed, if records have ids of their own", async () => {
      await inPlace(harness, plain, async (place, side) => {
        await place.insert([{ code: "old", name: "A" }]);
        const { locator } = await recordOf(side, "old");
        await place.edit("old", "code", "new");
        const found = (await side.find([locator])).found[0];
        if (side.abilities.stableRecordIds) {
          expect(found?.state === "present" && found.record.cells.code).toBe("new");
        } else {
          expect(found?.state).toBe("absent");
        }
        const after = await recordOf(side, "new");
        expect(after.locator === locator).toBe(side.abilities.stableRecordIds);
        expect(side.referenceOf(after)).not.toBeNull();
      });
    });
  });

  describe("shape", () => {
    it("lists each mapped field once, with its type among those offered", async () => {
      await inPlace(harness, layoutOf(harness.types), async (place, side) => {
        const { fields, problems } = await side.shape();
        expect(problems).toEqual([]);
        expect(new Set(fields.map((field) => field.id)).size).toBe(fields.length);
        for (const mapped of place.config.mapped) {
          const field = fields.find((each) => each.id === mapped.sideField);
          expect(field?.writable, mapped.field.id).toBe(true);
          expect([field?.type, ...(field?.alternatives ?? [])]).toContain(mapped.field.type);
        }
      });
    });

    it("reads a renamed field by its stable id", async () => {
      await inPlace(harness, layoutOf([]), async (place, side) => {
        if (!place.rename) return;
        await place.insert([{ code: "a", name: "A" }]);
        await place.rename("name", "Renamed");
        expect((await recordOf(place.open(place.config), "a")).cells.name).toBe("A");
        expect((await recordOf(side, "a")).cells.name).toBe("A");
        const sideField = place.config.mapped.find((mapped) => mapped.field.id === "name")?.sideField;
        const field = (await side.shape()).fields.find((each) => each.id === sideField);
        expect(field?.name).toBe("Renamed");
      });
    });

    it("never reads a deleted field as null", async () => {
      await inPlace(harness, layoutOf(["text"]), async (place, side) => {
        if (!place.drop) return;
        await place.insert([{ code: "a", name: "A", note: "text" }]);
        await readAll(side);
        await place.drop("note");
        const sideField = place.config.mapped.find((mapped) => mapped.field.id === "note")?.sideField;
        expect((await side.shape()).fields.map((field) => field.id)).not.toContain(sideField);
        for (const each of [side, place.open(place.config)]) {
          const outcome = await readAll(each).catch((error: unknown) => error);
          if (outcome instanceof Error) {
            expect(outcome).toBeInstanceOf(AppError);
            continue;
          }
          for (const record of (outcome as Awaited<ReturnType<typeof readAll>>).records) {
            expect(Object.keys(record.cells)).not.toContain("note");
            expect(Object.keys(record.unknown)).toContain("note");
          }
        }
      });
    });

    it("never claims a cut read to be complete", async () => {
      await inPlace(harness, layoutOf([]), async (place, side) => {
        if (!place.truncateNextRead) return;
        await place.insert(["a", "b", "c"].map((code) => ({ code, name: code })));
        await place.truncateNextRead();
        const outcome = await readAll(side).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
        else expect((outcome as Awaited<ReturnType<typeof readAll>>).census.complete).toBe(false);
        const whole = await readAll(side);
        expect(whole.census).toEqual({ complete: true, total: 3 });
      });
    });

    it("fills what a person left out with no value", async () => {
      const layout = layoutOf([]);
      await inPlace(harness, layout, async (place, side) => {
        await place.insert([{ code: "a", name: null }]);
        expect((await recordOf(side, "a")).cells).toEqual(whole(side, layout, { code: "a" }));
      });
    });
  });
}
