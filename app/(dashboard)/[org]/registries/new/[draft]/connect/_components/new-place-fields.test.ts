import { expect, test } from "vitest";
import type { DraftColumn, DraftLook } from "@/lib/services/drafts/draft-view";
import { newPlaceFields } from "./new-place-fields";

const column = (name: string, type: DraftColumn["carries"][number] | null, keyPart = false): DraftColumn => ({
  ...{ id: name, name, native: "", carries: type === null ? [] : [type], readOnlyBecause: null },
  ...{ keyPart, options: type === "select" ? ["A", "B"] : null },
});
const look = (...columns: DraftColumn[]) => ({ side: "s1", columns }) as unknown as DraftLook;
const EMPTY = { fields: [], key: [], rules: [] };

test("made like the first place: its columns, its own key, and nothing that another system could not hold", () => {
  const first = look(
    column("Note", null),
    column("id", "text", true),
    column("State", "select"),
    column("To", "relation"),
  );
  expect(newPlaceFields(EMPTY, [first])).toEqual({
    fields: [
      { name: "id", type: "text", options: [] },
      { name: "State", type: "select", options: ["A", "B"] },
    ],
    key: ["id"],
  });
  expect(newPlaceFields(EMPTY, [look(column("a", "text"), column("b", "text"))]).key).toEqual(["a"]);
  expect(newPlaceFields(EMPTY, [])).toEqual({ fields: [], key: [] });
});

test("made for a template: the draft's fields with the options that its rules name", () => {
  const draft = {
    fields: [
      { ref: "f1", name: "Number", type: "text" as const },
      { ref: "f2", name: "Tags", type: "multi-select" as const },
    ],
    key: ["f1"],
    rules: [{ field: "f2", kind: "enum" as const, keywords: { items: { enum: ["x", "y"] } } }],
  };
  expect(newPlaceFields(draft, [look(column("other", "text"))])).toEqual({
    fields: [
      { name: "Number", type: "text", options: [] },
      { name: "Tags", type: "multi-select", options: ["x", "y"] },
    ],
    key: ["Number"],
  });
});
