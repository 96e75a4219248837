import { describe, expect, it } from "vitest";
import type { Field } from "@/lib/engine/field";
import { type Cells, FIELD_TYPES, type FieldType, type Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import type { Connector, Location, SideField } from "./connector";
import { NO_DEADLINE, readAll } from "./contract-session.test-kit";
import type { NativeForms } from "./native-forms";
import type { MadePlace, NewField, NewPlace, PlaceMaker } from "./new-place";

/** A system in which nothing is made yet, and a person at it. */
export interface NewPlaces {
  readonly connector: Connector;
  readonly parent: Location["address"];
  /** A table to relate to and what refers to a row of it; left out where relations are plain text. */
  readonly target?: { readonly address: Location["address"]; readonly reference: string };
  /** The next call that makes or adds something is carried out, and its answer lost. */
  lose(): void;
  /** Whether that has happened. */
  lost(): boolean;
  /** Lets as much time pass as the system needs to show a row that was just made. */
  pass?(): void;
  /** A person makes a place of this name, with a field of the name "Theirs". */
  makeByHand(title: string): Promise<void>;
  /** How many places of this name there are. */
  count(title: string): Promise<number>;
  dispose(): Promise<void>;
}

export interface NewPlaceHarness {
  readonly forms: NativeForms;
  /** What the system itself calls a field that was made as this form. */
  nativeOf(form: string): string;
  /** Whether its shape tells the options that it was made with. */
  tellsOptions(type: FieldType): boolean;
  /** The system itself refuses a second place of the same name. */
  readonly refusesTwins: boolean;
  make(): Promise<NewPlaces>;
}

const OPTIONS = ["Draft", "Final", "2026-03"];

const SAMPLE: Readonly<Record<Exclude<FieldType, "relation">, Value>> = {
  text: "Ä 7 'quoted' =SUM(1)",
  number: "12345.5",
  integer: "42",
  boolean: true,
  date: "2026-03-02",
  datetime: "2026-03-02T08:30:00Z",
  "local-datetime": "2026-03-02T08:30:00",
  select: "2026-03",
  "multi-select": ["Draft", "Final"],
  json: '{"a":[1,2]}',
};

/** Values that a narrower form than the usual one takes. */
const SAMPLE_OF_FORM: Readonly<Record<string, Value>> = {
  uuid: "0b52a1f0-6d3c-4d0e-9c1c-0f6b8d8f1a11",
  url: "https://example.com/a",
  email: "ada@example.com",
  phone_number: "+49 30 5550123",
};

const field = (name: string, type: FieldType, more: Partial<NewField> = {}): NewField => ({
  name,
  type,
  options: [],
  native: null,
  relatesTo: null,
  ...more,
});

const KEY = field("Code no.", "text");

const placeOf = (parent: NewPlace["parent"], more: Partial<NewPlace> = {}): NewPlace => ({
  parent,
  title: "New register",
  fields: [KEY, field("Status", "select", { options: OPTIONS }), field("Amount", "number")],
  key: [KEY.name],
  mark: "3f9c".repeat(16),
  ...more,
});

/** Registers what every kind keeps to that makes places. */
export function newPlaceLaws(name: string, harness: NewPlaceHarness): void {
  const inSystem = async (test: (system: NewPlaces, maker: PlaceMaker) => Promise<void>): Promise<void> => {
    const system = await harness.make();
    try {
      const maker = system.connector.places;
      if (!maker) throw new Error("this kind makes no places");
      await test(system, maker);
    } finally {
      await system.dispose();
    }
  };

  describe(`new places: ${name}`, () => {
    it("lists what a place can be made in, by part of its name", () =>
      inSystem(async ({ parent }, maker) => {
        const all = await maker.parents("");
        const [found] = all.filter(({ address }) => JSON.stringify(address) === JSON.stringify(parent));
        expect(found).toBeDefined();
        const part = found?.title.slice(1, 5).toUpperCase() ?? "";
        expect((await maker.parents(part)).map(({ id }) => id)).toContain(found?.id);
        expect((await maker.parents("no such name")).map(({ id }) => id)).not.toContain(found?.id);
      }));

    it("makes every type in every form; its shape and a row come back as they were asked", () =>
      inSystem(async (system, maker) => {
        const fields = [KEY, ...everyForm(harness, system)];
        const { location, isNew } = await maker.create(placeOf(system.parent, { fields }));
        expect(isNew).toBe(true);
        const shape = await system.connector.side({ address: location.address, mapped: [], key: [] }).shape();
        expect(shape.problems).toEqual([]);
        expect(shape.fields.map((each) => each.name).sort()).toEqual(fields.map((each) => each.name).sort());
        for (const asked of fields.slice(1)) isAsAsked(harness, asked, shape.fields);
        await keepsOneRow(system, location.address, { fields, shape: shape.fields });
      }));

    it("finds what it made, asked again with the same mark", () =>
      inSystem(async ({ parent, count }, maker) => {
        const place = placeOf(parent);
        const first = await maker.create(place);
        expect(await maker.create(place)).toEqual({ ...first, isNew: false });
        expect(await count(place.title)).toBe(1);
      }));

    it.runIf(harness.refusesTwins)("answers the same wish twice at once with one place", () =>
      inSystem(async (system, maker) => {
        const place = placeOf(system.parent);
        const both = await Promise.allSettled([maker.create(place), maker.create(place)]);
        for (const each of both)
          if (each.status === "rejected") expect(each.reason).toMatchObject({ kind: "upstream-unavailable" });
        expect(await system.count(place.title)).toBe(1);
        expect((await maker.create(place)).isNew).toBe(false);
      }),
    );

    it("makes one place only where the answer is lost", () =>
      inSystem(async (system, maker) => {
        const place = placeOf(system.parent);
        system.lose();
        const lost = await maker.create(place).catch((error: unknown) => error);
        expect(system.lost()).toBe(true);
        if (lost instanceof Error) expect((lost as AppError).kind).toBe("upstream-unavailable");
        const { location, isNew } = await maker.create(place);
        expect(isNew).toBe(false);
        expect(await system.count(place.title)).toBe(1);
        expect(await namesIn(system, location.address)).toEqual(place.fields.map((each) => each.name).sort());
      }));

    it("leaves a place alone that others have made under the name, or that another wish has", () =>
      inSystem(async (system, maker) => {
        const place = placeOf(system.parent);
        await system.makeByHand("Theirs too");
        expect(await pathsOf(maker.create(placeOf(system.parent, { title: "Theirs too" })))).toEqual([
          "/title",
        ]);
        await maker.create(place);
        const other = placeOf(system.parent, { mark: "ab12".repeat(16) });
        expect(await pathsOf(maker.create(other))).toEqual(["/title"]);
        expect(await system.count(place.title)).toBe(1);
      }));

    it("adds the fields that a place lacks, once, and leaves the others as they are", () =>
      inSystem(async (system, maker) => {
        const place = placeOf(system.parent);
        const { location } = await maker.create(place);
        const look = () => system.connector.side({ address: location.address, mapped: [], key: [] }).shape();
        const before = (await look()).fields.find((each) => each.name === "Amount");
        const more = [field("Amount", "text"), field("Due on", "date"), field("Is open", "boolean")];
        system.lose();
        await maker.addFields(location.address, more).catch(isLost);
        expect(system.lost()).toBe(true);
        await maker.addFields(location.address, more);
        expect(await maker.addFields(location.address, more)).toEqual([]);
        const { fields } = await look();
        expect(fields.map((each) => each.name).sort()).toEqual(
          ["Amount", "Code no.", "Due on", "Is open", "Status"].sort(),
        );
        expect(fields.find((each) => each.name === "Amount")).toEqual(before);
        expect(fields.find((each) => each.name === "Due on")?.type).toBe("date");
      }));

    it("names the field that has a form of another type", () =>
      inSystem(async ({ parent }, maker) => {
        const fields = [KEY, field("Amount", "number", { native: "text); drop table x; --" })];
        expect(await pathsOf(maker.create(placeOf(parent, { fields })))).toEqual(["/fields/1/native"]);
      }));

    it("names a parent that is none", () =>
      inSystem(async (_system, maker) => {
        expect(await pathsOf(maker.create(placeOf({ schema: "", pageId: "x", spreadsheetId: 1 })))).toEqual([
          "/parent",
        ]);
      }));
  });
}

/** One field for each form of each type. */
const everyForm = ({ forms }: NewPlaceHarness, { target }: NewPlaces): NewField[] =>
  FIELD_TYPES.flatMap((type) =>
    forms[type].map((native) =>
      field(`A ${type} as "${native}"`, type, {
        native,
        options: type.endsWith("select") ? OPTIONS : [],
        relatesTo: type === "relation" ? (target?.address ?? null) : null,
      }),
    ),
  );

function isAsAsked(harness: NewPlaceHarness, asked: NewField, shape: readonly SideField[]): void {
  const made = shape.find(({ name }) => name === asked.name);
  expect(made, asked.name).toBeDefined();
  if (!made) return;
  expect([made.type, ...made.alternatives], asked.name).toContain(asked.type);
  expect(made.native, asked.name).toBe(harness.nativeOf(asked.native ?? ""));
  expect(made.writable, asked.name).toBe(true);
  if (harness.tellsOptions(asked.type)) expect(made.options, asked.name).toEqual(OPTIONS);
}

/** One row with a value of each type, written and read by the usual way. */
async function keepsOneRow(
  { connector, target, pass }: NewPlaces,
  address: Location["address"],
  { fields, shape }: { readonly fields: readonly NewField[]; readonly shape: readonly SideField[] },
): Promise<void> {
  const mapped = fields.map((each, at) => ({
    field: {
      id: at === 0 ? "code" : `f${at}`,
      name: each.name,
      type: each.type,
      ...(each.type === "relation" && { target: "t" }),
    } satisfies Field,
    sideField: shape.find(({ name }) => name === each.name)?.id ?? "",
    writable: true,
  }));
  const cells: Cells = Object.fromEntries(
    mapped.map(({ field: { id, type } }, at) => {
      const form = fields[at]?.native ?? "";
      if (type === "relation") return [id, [target?.reference ?? "row 1"]];
      return [id, Object.hasOwn(SAMPLE_OF_FORM, form) ? (SAMPLE_OF_FORM[form] ?? null) : SAMPLE[type]];
    }),
  );
  const side = connector.side({ address, mapped, key: ["code"] });
  await side.shape();
  const report = await side.write([{ op: "create", id: "a", cells }], NO_DEADLINE);
  expect(report.written).toMatchObject([{ outcome: "done" }]);
  pass?.();
  const { records, census } = await readAll(side);
  expect(records).toMatchObject([{ cells, unknown: {} }]);
  expect(census).toEqual({ complete: true, total: 1 });
}

async function namesIn(
  { connector }: NewPlaces,
  address: MadePlace["location"]["address"],
): Promise<string[]> {
  const { fields } = await connector.side({ address, mapped: [], key: [] }).shape();
  return fields.map(({ name }) => name).sort();
}

/** The paths with which it is refused as invalid. */
async function pathsOf(call: Promise<unknown>): Promise<string[]> {
  const thrown = await call.catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(AppError);
  const { kind, paths } = thrown as AppError;
  expect(kind).toBe("invalid-input");
  return paths.map(({ path }) => path);
}

const isLost = (thrown: unknown): void => expect((thrown as AppError).kind).toBe("upstream-unavailable");
