import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Cells } from "@/lib/engine/value";
import type { SideConfig, WriteOperation } from "../connector";
import { NO_DEADLINE, readAll } from "../contract-session.test-kit";
import { type SandboxPlace, sandboxPlace } from "./sandbox-place.test-kit";

let place: SandboxPlace;
let config: SideConfig;

beforeEach(async () => {
  place = await sandboxPlace({ fields: [{ id: "code", name: "Code", type: "text" }], key: ["code"] });
  place.sandbox.control("add-property", { dataSourceId: place.dataSourceId, name: "Who", type: "people" });
  const who = (await place.open(place.config).shape()).fields.find(({ name }) => name === "Who");
  expect(who).toMatchObject({ type: "multi-select", writable: true });
  const field = { id: "who", name: "Who", type: "multi-select" } as const;
  const mapped = [...place.config.mapped, { field, sideField: who?.id ?? "", writable: true }];
  config = { ...place.config, mapped };
});
afterEach(() => place.dispose());

const person = (name: string, email: string, more: object = {}): string =>
  String(place.sandbox.control("add-user", { name, email, ...more }).userId);
const create = (code: string, who: Cells["who"]): WriteOperation => ({
  op: "create",
  id: code,
  cells: { code, who: who ?? null },
});
const write = async (...operations: WriteOperation[]) =>
  (await place.open(config).write(operations, NO_DEADLINE)).written;
const listings = () => {
  const { requests } = place.sandbox.control("counts") as { requests: Record<string, number> };
  return requests["GET /v1/users"] ?? 0;
};

describe("people", () => {
  it("are written by address or id, and read by address", async () => {
    const [zoe, bob] = [person("Zoe", "Zoe@example.com"), person("Bob", "bob@example.com")];
    const written = await write(
      create("a", ["ZOE@example.com"]),
      create("b", [zoe, "bob@example.com"]),
      create("c", [bob.replaceAll("-", "")]),
      create("d", null),
    );
    expect(written.map(({ outcome }) => outcome)).toEqual(["done", "done", "done", "done"]);
    const { records } = await readAll(place.open(config));
    expect(records.map(({ cells }) => [cells.code, cells.who]).sort()).toEqual([
      ["a", ["zoe@example.com"]],
      ["b", ["bob@example.com", "zoe@example.com"]],
      ["c", ["bob@example.com"]],
      ["d", null],
    ]);
    expect(listings()).toBe(1);
  });

  it("of many pages are found", async () => {
    for (let at = 0; at < 120; at += 1) person(`P${at}`, `p${at}@example.com`);
    expect(await write(create("a", ["p0@example.com", "p119@example.com"]))).toMatchObject([
      { outcome: "done", record: { cells: { who: ["p0@example.com", "p119@example.com"] } } },
    ]);
    expect(listings()).toBe(2);
  });

  it("whom nobody knows, or whom several may be, are refused, and no other person is set", async () => {
    for (const name of ["Eve", "Eva"]) person(name, "e@example.com");
    const unknown = "00000000-0000-4000-8000-000000000009";
    const written = await write(
      create("a", ["nobody@example.com"]),
      create("b", [unknown]),
      create("c", ["e@example.com"]),
      create("d", ["Ada"]),
    );
    expect(written).toMatchObject([
      { outcome: "refused", reason: "unknown-person", field: "who" },
      { outcome: "refused", reason: "unknown-person", field: "who" },
      { outcome: "refused", reason: "ambiguous-person", field: "who" },
      { outcome: "refused", reason: "not-a-person", field: "who" },
    ]);
    expect(place.pageIds()).toEqual([]);
  });

  it("who are guests stay by the address that the row shows, and are set by their id", async () => {
    const guest = person("Gus", "gus@example.com", { guest: true });
    person("Zoe", "zoe@example.com");
    const [made] = await write(create("a", [guest]));
    expect(made).toMatchObject({ outcome: "done", record: { cells: { who: ["gus@example.com"] } } });
    expect(await write(create("b", ["gus@example.com"]))).toMatchObject([{ reason: "unknown-person" }]);
    const both = ["gus@example.com", "zoe@example.com"];
    const [changed] = await write({
      op: "update",
      id: "u",
      locator: place.pageIds()[0] ?? "",
      cells: { who: both },
      expect: { code: "a" },
    });
    expect(changed).toMatchObject({ outcome: "done", record: { cells: { who: both } } });
  });

  it("are ids to a connection that may not see addresses", async () => {
    const zoe = person("Zoe", "zoe@example.com");
    for (const capabilities of [
      ["read", "update", "insert", "users"],
      ["read", "update", "insert"],
    ]) {
      const { token } = place.sandbox.control("create-workspace-token", { capabilities });
      const code = String(capabilities.length);
      const { written } = await place
        .connect(String(token))
        .side(config)
        .write([create(code, [zoe]), create("x", ["zoe@example.com"])], NO_DEADLINE);
      expect(written).toMatchObject([
        { outcome: "done", record: { cells: { who: [zoe] } } },
        { outcome: "refused", reason: "unknown-person" },
      ]);
    }
  });
});
