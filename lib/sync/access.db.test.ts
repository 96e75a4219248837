import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyAccessPreset } from "@/lib/services/registries/access-presets";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import type { AccessPresetInput } from "@/lib/services/registries/registry-input";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import { listChanges } from "@/lib/services/runs/browse-runs";
import { approveRun } from "@/lib/services/runs/decide-run";
import type { RunView } from "@/lib/services/runs/run-view";
import { type Column, type Companies, companies, company, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

const approve = async (run: RunView): Promise<RunView> => {
  expect(run.status).toBe("held");
  return world.carry(await approveRun(world.tenant.caller, run.id, { planHash: run.planHash ?? "" }));
};
const whys = async (run: RunView) =>
  (await listChanges(world.tenant.caller, run.id, null)).data.map(({ side, key, why }) => ({
    side,
    key: key[0],
    why,
  }));
const brakesOf = (run: RunView) => run.brakes.map(({ kind, message }) => ({ kind, message }));

describe("the direction of one field on one side", () => {
  let registry: Companies;
  const turn = async (
    direction: "both" | "in" | "out" | "off",
    column: Column = "City",
  ): Promise<RunView> => {
    const sides = (await getRegistry(world.tenant.caller, registry.id)).sides
      .filter(({ id }) => id === registry.sides.google)
      .map(({ id, mappings }) => ({
        id,
        mappings: mappings.map((mapping) => ({
          ...mapping,
          direction: mapping.field === column ? direction : ("both" as const),
        })),
      }));
    await updateRegistry(world.tenant.caller, registry.id, { sides });
    return approve(await registry.run());
  };
  const cities = async () => ({
    notion: (await registry.notion.rows())[0]?.City,
    postgres: (await registry.table.rows())[0]?.City,
    sheet: (await registry.sheet.rows())[0]?.City,
  });

  beforeAll(async () => {
    registry = await makeCompanies(world, { notion: companies(1, 4) });
    await registry.run();
  });

  test("out: edits there are put back and said to be, edits elsewhere arrive, other fields go both ways", async () => {
    await turn("out");
    await registry.sheet.edit("C01", "City", "Not allowed");
    await registry.sheet.edit("C01", "Name", "Allowed");
    await registry.notion.edit("C02", "City", "From above");
    const run = await registry.run();
    expect(run).toMatchObject({ status: "done", counts: { update: 5, conflict: 0 } });
    expect(await registry.equal()).toEqual([
      company(1, { Name: "Allowed" }),
      company(2, { City: "From above" }),
      ...companies(3, 4),
    ]);
    const { google } = registry.sides;
    const told = await whys(run);
    expect(told.filter(({ why }) => why !== null)).toEqual([
      { side: google, key: "C01", why: "edit-not-allowed" },
    ]);
    expect(told).toHaveLength(5);
    // It stays told when the side may edit again, and of the field alone.
    await turn("both");
    expect(await whys(run)).toEqual(told);
    const { data } = await listChanges(world.tenant.caller, run.id, null);
    const cells = data.flatMap((change) => change.cells.filter(({ why }) => why !== null));
    expect(cells).toEqual([{ field: "City", before: "Not allowed", after: "Oslo", why: "edit-not-allowed" }]);
    await turn("out");
  });

  test("a value that the side could not be given is not said to be its edit", async () => {
    await registry.notion.edit("C02", "City", "Twice from above");
    world.google("fault", { kind: "500", match: { method: "POST", path: ":batchUpdate$" }, times: 1_000 });
    await registry.run();
    world.google("clear-faults");
    const run = await registry.run();
    expect(await whys(run)).toEqual([{ side: registry.sides.google, key: "C02", why: null }]);
    expect((await registry.equal())[1]?.City).toBe("Twice from above");
    await registry.notion.edit("C02", "City", "From above");
    await registry.run();
  });

  test("in: edits there count, edits elsewhere do not reach it", async () => {
    await turn("in");
    await registry.sheet.edit("C01", "City", "From the sheet");
    await registry.run();
    expect(await cities()).toEqual({
      notion: "From the sheet",
      postgres: "From the sheet",
      sheet: "From the sheet",
    });
    await registry.table.edit("C01", "City", "From the table");
    expect((await registry.run()).counts).toMatchObject({ update: 1 });
    expect(await cities()).toEqual({
      notion: "From the table",
      postgres: "From the table",
      sheet: "From the sheet",
    });
  });

  test("off: the side is left alone, and back on it is asked like the others", async () => {
    await turn("off");
    await registry.sheet.edit("C01", "City", "Its own");
    await registry.notion.edit("C01", "City", "Theirs");
    expect((await registry.run()).counts).toMatchObject({ update: 1, conflict: 0 });
    expect(await cities()).toEqual({ notion: "Theirs", postgres: "Theirs", sheet: "Its own" });
    await turn("out");
    expect(await cities()).toEqual({ notion: "Theirs", postgres: "Theirs", sheet: "Theirs" });
    await turn("both");
    await registry.sheet.edit("C01", "City", "Oslo");
    await registry.run();
    expect((await registry.equal())[0]?.City).toBe("Oslo");
  });

  test("off and back on: what stands there is no edit of what the others have agreed on since", async () => {
    await turn("off");
    const stood = (await registry.sheet.rows())[1]?.City ?? "";
    await registry.notion.edit("C02", "City", "Agreed");
    expect((await registry.run()).counts).toMatchObject({ update: 1, conflict: 0 });
    const back = await turn("both");
    expect(back.counts).toMatchObject({ conflict: 1 });
    const city = (await registry.equal())[1]?.City;
    const { data } = await registry.conflicts();
    const [conflict] = data.filter(({ field }) => field === "City");
    const texts = JSON.stringify(conflict);
    expect(texts).toContain("Agreed");
    expect(texts).toContain(stood);
    expect(["Agreed", stood]).toContain(city);
    expect((await registry.run()).counts).toMatchObject({ update: 0, conflict: 0 });
  });

  test("each change of a mapping is held once, with its sentence and its effect", async () => {
    await registry.sheet.edit("C03", "City", "Edited before");
    await applyAccessPreset(world.tenant.caller, registry.id, {
      preset: "may-not-edit",
      side: registry.sides.google,
      fields: ["City"],
    });
    const held = await registry.run();
    expect(held).toMatchObject({ status: "held", counts: { update: 1 } });
    expect(brakesOf(held)).toEqual([
      {
        kind: "setting-change",
        message: expect.stringContaining("the direction of City changed from both to out."),
      },
    ]);
    await approve(held);
    expect((await registry.equal())[2]).toEqual(company(3));
    expect((await registry.run()).status).toBe("done");
  });
});

describe("presets", () => {
  let registry: Companies;
  const preset = async (input: AccessPresetInput): Promise<RunView> => {
    await applyAccessPreset(world.tenant.caller, registry.id, input);
    return approve(await registry.run());
  };

  beforeAll(async () => {
    registry = await makeCompanies(world, { name: "Preset", table: "preset", notion: companies(1, 4) });
    await registry.run();
  });

  test("foundation: nothing but its side moves rows, cells or losses", async () => {
    await preset({ preset: "foundation", side: registry.sides.postgres });
    await registry.notion.edit("C01", "City", "Not allowed");
    await registry.sheet.edit("C02", "Name", "Not allowed");
    await registry.sheet.remove("C03");
    await registry.notion.add(company(9));
    await registry.table.edit("C04", "City", "Allowed");
    const run = await registry.run();
    expect(run.counts).toMatchObject({ create: 1, update: 4, delete: 0 });
    expect((await whys(run)).filter(({ why }) => why === "edit-not-allowed")).toEqual([
      { side: registry.sides.notion, key: "C01", why: "edit-not-allowed" },
      { side: registry.sides.google, key: "C02", why: "edit-not-allowed" },
    ]);
    const rows = [...companies(1, 3), company(4, { City: "Allowed" })];
    expect(await registry.table.rows()).toEqual(rows);
    expect(await registry.sheet.rows()).toEqual(rows);
    expect((await registry.notion.rows()).map(({ Code }) => Code)).toEqual([
      "C01",
      "C02",
      "C03",
      "C04",
      "C09",
    ]);
    await registry.notion.remove("C09");
    await registry.run();
    expect(await registry.equal()).toEqual(rows);
  });

  test("governed: the field has one author, the others stay everybody's", async () => {
    await updateRegistry(world.tenant.caller, registry.id, { mode: "one-way" });
    await updateRegistry(world.tenant.caller, registry.id, { mode: "bidirectional" });
    await preset({ preset: "governed", side: registry.sides.notion, fields: ["Sector"] });
    await registry.table.edit("C01", "Sector", "Software");
    await registry.notion.edit("C02", "Sector", "Energy");
    await registry.table.edit("C01", "Name", "Everybody's");
    await registry.sheet.edit("C02", "City", "Everybody's");
    await registry.run();
    expect((await registry.equal()).slice(0, 2)).toEqual([
      company(1, { Name: "Everybody's" }),
      company(2, { Sector: "Energy", City: "Everybody's" }),
    ]);
  });

  test("governed: a row made elsewhere arrives without the field, which is its author's to fill", async () => {
    await registry.table.add(company(7));
    await registry.run();
    await registry.run();
    expect((await registry.equal()).at(-1)).toEqual(company(7, { Sector: "" }));
    await registry.notion.edit("C07", "Sector", "Food");
    await registry.run();
    expect((await registry.equal()).at(-1)).toEqual(company(7, { Sector: "Food" }));
  });

  test("rows made on a side that may not edit the key are told once and not taken up", async () => {
    const keyed = await makeCompanies(world, { name: "Keyed", table: "keyed", notion: companies(1, 3) });
    await keyed.run();
    const { google } = keyed.sides;
    await applyAccessPreset(world.tenant.caller, keyed.id, {
      preset: "may-not-edit",
      side: google,
      fields: ["Code"],
    });
    await approve(await keyed.run());
    await keyed.sheet.add(company(20));
    expect((await keyed.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
    expect(await keyed.issues()).toMatchObject([{ side: google, reason: "key-not-allowed", field: "Code" }]);
    expect((await keyed.table.rows()).map(({ Code }) => Code)).not.toContain("C20");
    await keyed.table.add(company(20));
    await keyed.run();
    expect((await keyed.equal()).map(({ Code }) => Code)).toContain("C20");
    expect(await keyed.issues()).toEqual([]);
  });
});

describe("a field whose changes need an approval", () => {
  test("holds a run that changes it, with the field and its count, and no other", async () => {
    const registry = await makeCompanies(world, {
      name: "Approved",
      table: "approved",
      notion: companies(1, 4),
      settings: { access: { Sector: { approval: true } } },
    });
    // A first sync has nothing to change.
    expect((await registry.run()).status).toBe("done");
    await registry.sheet.edit("C01", "City", "Free");
    expect((await registry.run()).status).toBe("done");
    await registry.sheet.edit("C01", "Sector", "Energy");
    await registry.table.edit("C02", "Sector", "Food");
    await registry.table.edit("C02", "Name", "Waits with its row");
    const held = await registry.run();
    expect(brakesOf(held)).toEqual([
      {
        kind: "approval-required",
        message: "This run would change 2 cells of Sector, which need an approval.",
      },
    ]);
    expect((await registry.notion.rows())[0]).toEqual(company(1, { City: "Free" }));
    await approve(held);
    expect((await registry.equal()).slice(0, 2)).toEqual([
      company(1, { City: "Free", Sector: "Energy" }),
      company(2, { Sector: "Food", Name: "Waits with its row" }),
    ]);
    expect((await registry.run()).status).toBe("done");
  });
});

describe("modes", () => {
  test("a mirror shows what the first side has and gives nothing back", async () => {
    const registry = await makeCompanies(world, {
      name: "Mirror",
      table: "mirror",
      notion: companies(1, 3),
      settings: { mode: "mirror" },
    });
    await registry.run();
    await registry.table.edit("C01", "City", "Below");
    await registry.sheet.remove("C02");
    await registry.notion.edit("C03", "City", "Above");
    await registry.run();
    expect(await registry.equal()).toEqual([company(1), company(2), company(3, { City: "Above" })]);
  });

  test("selective: a side has only its fields and rows, and the others are none the wiser", async () => {
    const registry = await makeCompanies(world, {
      name: "Selective",
      table: "selective",
      notion: companies(1, 4),
      settings: { filter: { all: [{ field: "City", is: "equal", value: "Oslo" }] } },
    });
    const { caller } = world.tenant;
    const [, , sheet] = (await getRegistry(caller, registry.id)).sides;
    const mappings = (sheet?.mappings ?? []).filter(({ field }) => field === "Code" || field === "Name");
    await updateRegistry(caller, registry.id, {
      sides: [
        {
          id: registry.sides.google,
          mappings: mappings.map((own) => ({ ...own, direction: "both" as const })),
        },
      ],
    });
    expect((await registry.run()).status).toBe("done");
    const empty = { City: "", Staff: "", Sector: "", Tags: "" };
    expect(await registry.table.rows()).toEqual([company(1), company(3)]);
    expect(await registry.sheet.rows()).toEqual([company(1, empty), company(3, empty)]);
    await registry.sheet.edit("C01", "Name", "Renamed");
    await registry.sheet.edit("C01", "City", "Not mapped");
    expect((await registry.run()).counts).toMatchObject({ update: 2 });
    expect((await registry.notion.rows())[0]).toEqual(company(1, { Name: "Renamed" }));
    expect((await registry.sheet.rows())[0]).toEqual(
      company(1, { ...empty, Name: "Renamed", City: "Not mapped" }),
    );
  });

  test("from both ways to one way is held with what it would put back", async () => {
    const registry = await makeCompanies(world, { name: "Turned", table: "turned", notion: companies(1, 3) });
    await registry.run();
    await registry.sheet.edit("C01", "City", "Too late");
    await updateRegistry(world.tenant.caller, registry.id, { mode: "one-way" });
    const held = await registry.run();
    expect(held).toMatchObject({ status: "held", counts: { update: 1 } });
    await approve(held);
    expect((await registry.equal())[0]).toEqual(company(1));
  });
});
