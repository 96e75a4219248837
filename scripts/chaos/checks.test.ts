import { describe, expect, it } from "vitest";
import { differences } from "../../e2e/support/compare";
import type { SideRows } from "../../e2e/support/three-sides";
import { chooseRound } from "./choose-edits";
import { chooseKill, VICTIMS } from "./choose-kill";
import { type Edit, expectEdits, expectedOf } from "./edit";
import { losses } from "./losses";
import { readOptions } from "./options";
import { Random } from "./random";

const COLUMNS = ["Key", "Name", "Size"];
const row = (key: string, Name = "n", Size = "1"): SideRows[number] => ({
  key,
  cells: { Key: key, Name, Size },
  handle: key,
});
const alike = (rows: SideRows) => ({ notion: rows, postgres: [...rows].reverse(), sheet: rows });

describe("what is found between three sides", () => {
  it("is nothing when they hold the same rows, in whatever order", () => {
    expect(differences(alike([row("a"), row("b")]), COLUMNS)).toEqual([]);
  });

  it("is a row that one lacks, one that stands twice, a row without a key and a cell that differs", () => {
    const sides = alike([row("a"), row("b")]);
    expect(differences({ ...sides, sheet: [row("a")] }, COLUMNS)).toEqual(["b is not in sheet"]);
    expect(differences({ ...sides, notion: [row("a"), row("b"), row("b")] }, COLUMNS)).toEqual([
      "notion: b stands there twice",
    ]);
    expect(differences({ ...sides, postgres: [row("a"), row("b"), row("")] }, COLUMNS)[0]).toBe(
      "postgres: a row without a key",
    );
    expect(differences({ ...sides, sheet: [row("a"), row("b", "m")] }, COLUMNS)).toEqual([
      'b Name: notion "n", postgres "n", sheet "m"',
    ]);
  });
});

describe("what the edits make", () => {
  const start = () => expectedOf(new Map([row("a"), row("b")].map(({ key, cells }) => [key, cells])));
  const lost = (edits: readonly Edit[], rows: SideRows) => {
    const expected = start();
    expectEdits(expected, edits);
    return losses(rows, expected, COLUMNS);
  };
  const rename = (side: "notion" | "sheet", value: string): Edit => ({
    op: "update",
    side,
    key: "a",
    column: "Name",
    value,
  });

  it("is the new cell and nothing else", () => {
    expect(lost([rename("notion", "x")], [row("a", "x"), row("b")])).toEqual([]);
    expect(lost([rename("notion", "x")], [row("a"), row("b")])).toEqual(['a Name is "n", not "x"']);
    expect(lost([rename("notion", "x")], [row("a", "x"), row("b", "x")]).length).toBe(1);
  });

  it("is either of two edits of one cell", () => {
    const edits = [rename("notion", "x"), rename("sheet", "y")];
    for (const name of ["x", "y"]) expect(lost(edits, [row("a", name), row("b")])).toEqual([]);
    expect(lost(edits, [row("a"), row("b")])).toEqual(['a Name is "n", not "x" or "y"']);
  });

  it("is no row where it was deleted, and the row where it was also edited", () => {
    const gone: Edit = { op: "delete", side: "sheet", key: "a" };
    expect(lost([gone], [row("b")])).toEqual([]);
    expect(lost([gone], [row("a"), row("b")])).toEqual(["a should be gone and is there"]);
    expect(lost([gone, rename("notion", "x")], [row("a", "x"), row("b")])).toEqual([]);
    expect(lost([gone, rename("notion", "x")], [row("b")])).toEqual(["a is lost"]);
  });

  it("is the new row", () => {
    const born: Edit = { op: "create", side: "sheet", key: "c", cells: row("c", "x").cells };
    expect(lost([born], [row("a"), row("b"), row("c", "x")])).toEqual([]);
    expect(lost([born], [row("a"), row("b")])).toEqual(["c is lost"]);
  });
});

describe("a seed", () => {
  const keys = Array.from({ length: 400 }, (_, at) => String(at));
  const round = (seed: number) => {
    let key = 1_000;
    const random = new Random(seed);
    const from = { countries: ["DE", "FR"], fresh: () => String(++key) };
    return { ...chooseRound(random, keys, from), kill: chooseKill(random, 1) };
  };

  it("always gives the same round, and another one another", () => {
    expect(round(3)).toEqual(round(3));
    expect(round(3).edits).not.toEqual(round(4).edits);
  });

  it("leaves the rows alone that are edited meanwhile", () => {
    const { edits, meanwhile } = round(5);
    const touched = new Set(edits.map(({ key }) => key));
    expect(meanwhile.length).toBeGreaterThan(0);
    for (const { key } of meanwhile) expect(touched.has(key)).toBe(false);
  });

  it("lets each part die in turn", () => {
    const victims = VICTIMS.map((_, at) => chooseKill(new Random(1), at + 1).victim);
    expect(victims).toEqual([...VICTIMS]);
  });
});

describe("the command line", () => {
  it("takes a seed and a number of points, and refuses the rest in one sentence", () => {
    expect(readOptions(["--seed", "4", "--points", "3"])).toMatchObject({ seed: 4, points: 3 });
    expect(readOptions([]).points).toBe(10);
    for (const argv of [["--seed", "x"], ["--points", "31"], ["--nope"], ["extra"]])
      expect(() => readOptions(argv)).toThrow(/usage|several seeds/);
  });
});
