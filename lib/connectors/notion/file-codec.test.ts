import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FieldType, Value } from "@/lib/engine/value";
import type { SideConfig } from "../connector";
import { NO_DEADLINE, readAll } from "../contract-session.test-kit";
import { encode } from "./encode";
import { type SandboxPlace, sandboxPlace } from "./sandbox-place.test-kit";

let place: SandboxPlace;
let property: string;

beforeEach(async () => {
  place = await sandboxPlace({ fields: [{ id: "code", name: "Code", type: "text" }], key: ["code"] });
  place.sandbox.control("add-property", { dataSourceId: place.dataSourceId, name: "Files", type: "files" });
  const files = (await place.open(place.config).shape()).fields.find(({ name }) => name === "Files");
  expect(files).toMatchObject({ type: "json", alternatives: ["multi-select"], writable: true });
  property = files?.id ?? "";
});
afterEach(() => place.dispose());

const mapped = (type: FieldType): SideConfig => ({
  ...place.config,
  mapped: [
    ...place.config.mapped,
    { field: { id: "files", name: "Files", type }, sideField: property, writable: true },
  ],
});
const made = async (type: FieldType, files: Value): Promise<void> => {
  const cells = { code: "a", files };
  const { written } = await place.open(mapped(type)).write([{ op: "create", id: "a", cells }], NO_DEADLINE);
  expect(written).toMatchObject([{ outcome: "done" }]);
};
const shown = async (type: FieldType) => (await readAll(place.open(mapped(type)))).records[0];
const changed = async (type: FieldType, files: Value) =>
  (
    await place.open(mapped(type)).write(
      [
        {
          op: "update",
          id: "u",
          locator: place.pageIds()[0] ?? "",
          cells: { files },
          expect: { code: "a" },
        },
      ],
      NO_DEADLINE,
    )
  ).written[0];

const DEED = "https://files.example/2026/deed.pdf?version=2";
const MAP = "https://files.example/";

describe("links", () => {
  it("are written as a list of addresses, in order, and read with their names", async () => {
    await made("json", JSON.stringify([DEED, { name: "The map", url: MAP }]));
    const named = `[{"name":"deed.pdf","url":"${DEED}"},{"name":"The map","url":"${MAP}"}]`;
    expect((await shown("json"))?.cells.files).toBe(named);
    expect(await changed("json", "[]")).toMatchObject({
      outcome: "done",
      record: { cells: { files: null } },
    });
  });

  it("are a set of addresses too", async () => {
    await made("multi-select", [DEED]);
    expect((await shown("multi-select"))?.cells.files).toEqual([DEED]);
    expect(await changed("multi-select", [MAP, DEED])).toMatchObject({
      outcome: "done",
      record: { cells: { files: [MAP, DEED] } },
    });
  });

  it.each([
    ["no list", '{"url":"https://f.example"}', "not-files"],
    ["no address", '["deed.pdf"]', "file-address"],
    ["a script", '["javascript:alert(1)"]', "file-address"],
    ["a long name", JSON.stringify([{ name: "n".repeat(101), url: MAP }]), "file-name"],
    ["too many", JSON.stringify(Array.from({ length: 101 }, () => MAP)), "too-many-files"],
  ])("are refused with a reason: %s", (_what, value, reason) => {
    const encoded = encode("json", "files", value);
    expect(encoded.ok ? encoded.unsendable?.reason : encoded.reason).toBe(reason);
  });
});

describe("a file that Notion keeps", () => {
  beforeEach(async () => {
    await made("json", JSON.stringify([MAP]));
    const kept = { name: "kept.pdf", url: "https://notion.example/kept.pdf", hosted: true };
    place.sandbox.control("edit-cell", { pageId: place.pageIds()[0], property: "Files", value: [kept] });
  });

  it("is shown without its signature, and as the same at each read", async () => {
    const files = '[{"hosted":true,"name":"kept.pdf","url":"https://notion.example/kept.pdf"}]';
    for (const _ of [1, 2]) expect((await shown("json"))?.cells.files).toBe(files);
    expect(encode("json", "files", files)).toMatchObject({
      held: files,
      unsendable: { reason: "hosted-file" },
    });
    expect((await shown("multi-select"))?.unknown).toEqual({ files: expect.stringContaining("keeps") });
  });

  it("is never written over", async () => {
    const before = (await shown("json"))?.cells;
    for (const value of [JSON.stringify([MAP]), null])
      expect(await changed("json", value)).toMatchObject({ outcome: "refused", reason: "hosted-file" });
    expect(await changed("multi-select", [MAP])).toMatchObject({ outcome: "refused", reason: "unreadable" });
    expect((await shown("json"))?.cells).toEqual(before);
  });
});
