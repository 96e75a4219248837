import { expect, test } from "vitest";
import type { DraftField, DraftSide } from "@/lib/services/drafts/draft-input";
import type { DraftColumn, DraftLook } from "@/lib/services/drafts/draft-view";
import { missingOn } from "./missing-on";

const field = (ref: string, name: string, type: DraftField["type"] = "text"): DraftField => ({
  ...{ ref, name, type },
});
const FIELDS = [
  field("f1", "Code"),
  field("f2", "State", "select"),
  field("f3", "Lease end"),
  field("f4", "Owner", "relation"),
  field("f5", "Nowhere"),
];
const side = (ref: string, kind: string, mapped: readonly string[]): DraftSide =>
  ({
    ref,
    connectionId: kind,
    mappings: mapped.map((name) => ({ field: name, sideField: `${ref} ${name}`, direction: "both" })),
  }) as unknown as DraftSide;
const look = (of: string, kind: string, names: readonly string[], problem: object | null = null): DraftLook =>
  ({
    ...{ side: of, kind, problem },
    columns: names.map(
      (name): Partial<DraftColumn> => ({
        id: `${of} ${FIELDS.find((one) => one.name === name)?.ref}`,
        name,
        options: name === "State" ? ["Let", "Free"] : null,
      }),
    ),
  }) as unknown as DraftLook;

const NOTION = side("s1", "notion", ["f1", "f2", "f3", "f4"]);
const TABLE = side("s2", "postgres", ["f1"]);
const NOTION_LOOK = look("s1", "notion", ["Code", "State", "Lease end", "Owner"]);
const parts = { fields: FIELDS, sides: [NOTION, TABLE], rules: [], template: null };
const namesOn = (looks: readonly DraftLook[]) =>
  missingOn(TABLE, looks, parts).map(({ column: { name, type, options } }) => [name, type, options]);

test("what another side has and a place does not is missing there, with its options; a relation never is", () => {
  expect(namesOn([NOTION_LOOK, look("s2", "postgres", ["Code"])])).toEqual([
    ["State", "select", ["Let", "Free"]],
    ["Lease end", "text", []],
  ]);
  expect(missingOn(NOTION, [NOTION_LOOK], parts), "nobody else has the fifth").toEqual([]);
});

test("a column of that name is there to be mapped, and of a place that was not seen nothing is known", () => {
  expect(namesOn([NOTION_LOOK, look("s2", "postgres", ["Code", "LEASE END", "State"])])).toEqual([]);
  expect(namesOn([NOTION_LOOK])).toEqual([]);
  expect(namesOn([NOTION_LOOK, look("s2", "postgres", ["Code"], { message: "It is asleep." })])).toEqual([]);
  expect(namesOn([NOTION_LOOK, look("s2", "postgres", [], { message: "It is asleep." })])).toEqual([]);
});

test("a place without any column, such as an empty tab, lacks all of them", () => {
  const empty = { ...TABLE, mappings: [] };
  const looks = [NOTION_LOOK, look("s2", "google-sheets", [])];
  const missing = missingOn(empty, looks, { ...parts, sides: [NOTION, empty] });
  expect(missing.map(({ column }) => column.name)).toEqual(["Code", "State", "Lease end"]);
});

test("a column with a name longer than names may be is there by as much of it as they may have", () => {
  const name = "A".repeat(120);
  const long = [{ ...field("f3", name.slice(0, 100)) }];
  const named = (of: string) => ({ ...look(of, "postgres", []), columns: [{ id: `${of} f3`, name }] });
  const looks = [NOTION_LOOK, named("s2")] as unknown as DraftLook[];
  expect(missingOn(TABLE, looks, { ...parts, fields: long })).toEqual([]);
});
