import { afterEach, describe, expect, it } from "vitest";
import type { Cells } from "@/lib/engine/value";
import type { WriteOperation } from "../connector";
import { NO_DEADLINE } from "../contract-session.test-kit";
import { byOptionIds, optionObjection } from "./option-check";
import { type SandboxPlace, sandboxPlace } from "./sandbox-place.test-kit";
import type { SchemaProperty } from "./schema";

const property: SchemaProperty = {
  id: "tg",
  wireId: "tg",
  name: "Tags",
  native: "multi_select",
  options: ["Red", "Café au lait"],
  optionIds: new Map([["Red", "1"]]),
  relatesTo: null,
  rollsUp: null,
  config: {},
};

describe("a new option", () => {
  const objection = (...names: string[]) => optionObjection(property, new Map(), names)?.reason ?? null;

  it("is taken unless it is a known one in another spelling", () => {
    expect(objection("Red", "Blue")).toBeNull();
    expect(objection("red")).toBe("option-case");
    for (const name of [" Red", "Red ", "Café  au lait", "Cafe\u0301 au lait", "Ｒed"])
      expect([name, objection(name)]).toEqual([name, "option-spelling"]);
    expect(objection("Blue", "Blue ")).toBe("option-spelling");
  });

  it("counts as known from when it was asked for", () => {
    const asked = new Map();
    const reason = (name: string) => optionObjection(property, asked, [name])?.reason ?? null;
    expect(["Blue", "Blue", "blue", "Blue ", "Green"].map(reason)).toEqual([
      null,
      null,
      "option-case",
      "option-spelling",
      null,
    ]);
  });

  it("of a status is refused", () => {
    const status = { ...property, native: "status" };
    expect(optionObjection(status, new Map(), "Blue")).toMatchObject({ reason: "unknown-option" });
    expect(optionObjection(status, new Map(), "Red")).toBeNull();
  });
});

it("a known option is sent by its id, a new one by its name", () => {
  const byName = (...names: string[]) => names.map((name) => ({ name }));
  expect(byOptionIds(property, { multi_select: byName("Red", "Blue") })).toEqual({
    multi_select: [{ id: "1" }, { name: "Blue" }],
  });
  expect(byOptionIds(property, { select: { name: "Red" } })).toEqual({ select: { id: "1" } });
  expect(byOptionIds(property, { status: { name: "Red" } })).toEqual({ status: { id: "1" } });
  for (const request of [{ select: null }, { number: 3 }])
    expect(byOptionIds(property, request)).toBe(request);
});

describe("an option that is renamed while a run writes", () => {
  let place: SandboxPlace;
  afterEach(() => place.dispose());

  const create = (code: string, cells: Cells): WriteOperation => ({
    op: "create",
    id: code,
    cells: { code, ...cells },
  });

  it("is written under its new name, and the old name is not added again", async () => {
    place = await sandboxPlace({
      fields: [
        { id: "code", name: "Code", type: "text" },
        { id: "kind", name: "Kind", type: "select" },
        { id: "tags", name: "Tags", type: "multi-select" },
      ],
      key: ["code"],
      options: { kind: ["lease"], tags: ["red"] },
    });
    const side = place.open(place.config);
    await side.write([create("a", { kind: "lease" })], NO_DEADLINE);
    const { dataSourceId, sandbox } = place;
    for (const [name, option] of [
      ["Kind", "lease"],
      ["Tags", "red"],
    ])
      sandbox.control("rename-option", { dataSourceId, property: name, option, name: `${option} now` });
    const { written } = await side.write([create("b", { kind: "lease", tags: ["red"] })], NO_DEADLINE);
    expect(written).toMatchObject([
      { outcome: "done", record: { cells: { kind: "lease now", tags: ["red now"] } } },
    ]);
    const options = (await side.shape()).fields.map(({ name, options: names }) => [name, names]);
    expect(options).toEqual([
      ["Code", null],
      ["Kind", ["lease now"]],
      ["Tags", ["red now"]],
    ]);
  });
});
