import { expect, test } from "vitest";
import type { DraftColumn, DraftLook } from "@/lib/services/drafts/draft-view";
import { LEGAL_EVIDENCE } from "@/lib/services/templates/legal-evidence";
import { templateView } from "@/lib/services/templates/template-view";
import { newPlace } from "./new-place";

const column = (name: string, type: DraftColumn["carries"][number] | null, keyPart = false): DraftColumn => ({
  ...{ id: name, name, native: "", carries: type === null ? [] : [type], readOnlyBecause: null },
  ...{ keyPart, options: type === "select" ? ["A", "B"] : null },
});
const look = (...columns: DraftColumn[]) => ({ side: "s1", columns }) as unknown as DraftLook;
const EMPTY = { name: "Draft", fields: [], key: [], rules: [] };
const PLAIN = { kind: "notion" as const, template: null };

test("made like the first place: its columns, its own key, and nothing that another system could not hold", () => {
  const first = look(
    column("Note", null),
    column("id", "text", true),
    column("State", "select"),
    column("To", "relation"),
  );
  expect(newPlace(EMPTY, [first], PLAIN)).toEqual({
    title: "Draft",
    fields: [
      { name: "id", type: "text", options: [], native: null },
      { name: "State", type: "select", options: ["A", "B"], native: null },
    ],
    key: ["id"],
  });
  expect(newPlace(EMPTY, [look(column("a", "text"), column("b", "text"))], PLAIN).key).toEqual(["a"]);
  expect(newPlace(EMPTY, [], PLAIN)).toEqual({ title: "Draft", fields: [], key: [] });
});

test("made for a template: named and typed as it has them there, with the options that the rules name", () => {
  const draft = {
    name: "Legal evidence",
    fields: [
      { ref: "f1", name: "Exhibit number", type: "text" as const, from: "Exhibit number" },
      { ref: "f2", name: "Labels", type: "multi-select" as const, from: "Tags" },
      { ref: "f3", name: "Original file", type: "text" as const, from: "Original file" },
      { ref: "f4", name: "Received on", type: "text" as const, from: "Received on" },
    ],
    key: ["f1"],
    rules: [{ field: "f2", kind: "enum" as const, keywords: { items: { enum: ["x", "y"] } } }],
  };
  const template = templateView(LEGAL_EVIDENCE);
  const made = (kind: "notion" | "postgres") =>
    newPlace(draft, [look(column("other", "text"))], { kind, template });
  expect(made("postgres")).toEqual({
    title: "legal_evidence",
    fields: [
      { name: "exhibit_number", type: "text", options: [], native: "text" },
      // Called otherwise by a person, and of another type: the template has no say in that.
      {
        name: "Labels",
        type: "multi-select",
        options: ["x", "y"],
        native: template.fields[10]?.native.postgres,
      },
      { name: "original_file", type: "text", options: [], native: "text" },
      { name: "received_on", type: "text", options: [], native: null },
    ],
    key: ["exhibit_number"],
  });
  expect(made("notion").fields[2]).toMatchObject({ name: "Original file", native: "url" });
  expect(newPlace({ ...draft, name: "Case 7" }, [], { kind: "postgres", template }).title).toBe("Case 7");
});
