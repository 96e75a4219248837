import { describe, expect, it } from "vitest";
import { mergeRow } from "./merge";
import { prepareRules, puttingBack } from "./prepare";
import { is, row, rules, shows, side } from "./testing/build";

describe("prepareRules", () => {
  it("takes a field's own strategy and authority together, else the registry's", () => {
    const { fields } = prepareRules(
      rules({
        strategy: "authority",
        authority: "a",
        strategyByField: {
          name: { strategy: "authority", authority: "b" },
          tags: { strategy: "hash", authority: null },
        },
      }),
    );
    expect(fields.map(({ id, strategy, authority }) => [id, strategy, authority])).toEqual([
      ["id", "authority", "a"],
      ["name", "authority", "b"],
      ["tags", "hash", null],
    ]);
  });

  it("takes a field's own winner of the first sync, else the default", () => {
    const { fields } = prepareRules(rules({ winners: { default: "a", fields: { name: "b" } } }));
    expect(fields.map(({ winner }) => winner)).toEqual(["a", "b", "a"]);
  });
});

describe("puttingBack", () => {
  const old = { id: "k", name: "old", tags: ["p"] };
  const fields = rules().fields;
  const back = puttingBack(rules(), new Set(["b"]));

  it("writes to these sides and does not read them; what was only read is off; the others stay", () => {
    const mixed = rules({
      sides: [
        side("a", fields, { directions: { id: "both", name: "in", tags: "out" } }),
        side("b", fields, { directions: { id: "both", name: "in", tags: "out" } }),
        side("c", fields, { directions: { id: "both", name: "off", tags: "both" } }),
      ],
    });
    expect(puttingBack(mixed, new Set(["b", "c"])).sides.map((each) => each.directions)).toEqual([
      { id: "both", name: "in", tags: "out" },
      { id: "out", name: "off", tags: "out" },
      { id: "out", name: "off", tags: "out" },
    ]);
  });

  it("puts back what was edited and what was lost there", () => {
    const same = shows(old, old);
    const edited = row(old, { a: same, b: shows({ ...old, name: "new" }, old), c: same });
    expect(mergeRow(edited, prepareRules(back)).writes).toEqual([
      { op: "update", sideId: "b", cells: [{ field: "name", before: "new", after: "old" }] },
    ]);
    const lost = row(old, { a: same, b: is("absent", old), c: same });
    expect(mergeRow(lost, prepareRules(back)).writes).toEqual([{ op: "create", sideId: "b", cells: old }]);
  });

  it("lets the other sides' edits go on", () => {
    const state = row(old, {
      a: shows({ ...old, name: "A" }, old),
      b: shows({ ...old, name: "B" }, old),
      c: shows(old, old),
    });
    expect(mergeRow(state, prepareRules(back))).toMatchObject({
      cells: { name: "A" },
      conflicts: [],
      writes: [
        { sideId: "b", cells: [{ before: "B", after: "A" }] },
        { sideId: "c", cells: [{ before: "old", after: "A" }] },
      ],
    });
  });
});
