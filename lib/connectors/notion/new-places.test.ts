import { expect, it } from "vitest";
import type { FieldType } from "@/lib/engine/value";
import { startHarness, text } from "@/sandbox/notion/testing/harness";
import { type NewPlaces, newPlaceLaws } from "../contract-new-places.test-kit";
import type { NewPlace } from "../new-place";
import { openNotion } from "./connector";
import { NATIVE_FORMS } from "./native-forms";

const LAG_MS = 60_000;

const MAKING = [
  { method: "POST", path: "^/v1/databases$" },
  { method: "PATCH", path: "^/v1/data_sources/" },
];

interface Workspace extends NewPlaces {
  readonly sandbox: Awaited<ReturnType<typeof startHarness>>;
}

const register = (parent: NewPlace["parent"], type: FieldType = "text"): NewPlace => ({
  parent,
  title: "Register",
  fields: [{ name: "No.", type, options: [], native: null, relatesTo: null }],
  key: ["No."],
  mark: "0a".repeat(32),
});

/** A workspace whose search is behind, with one page to put databases on. */
async function workspace(capabilities?: readonly string[]): Promise<Workspace> {
  const sandbox = await startHarness();
  const { control, notion } = sandbox;
  const found = await notion.search({ filter: { property: "object", value: "page" } });
  const home = found.results[0]?.id ?? "";
  const page = await notion.pages.create({
    parent: { page_id: home },
    properties: { title: { title: text("Registers of the office") } },
  });
  const target = control("create-database", { title: "Targets", properties: { Name: "title" } });
  const [reference = ""] = control("create-rows", {
    dataSourceId: target.dataSourceId,
    rows: [{ Name: "t" }],
  }).pageIds as string[];
  control("set-limits", { indexLagMs: LAG_MS });
  const token = capabilities
    ? String(control("create-workspace-token", { capabilities }).token)
    : sandbox.token;
  const databases = async () => {
    const { results } = await notion.blocks.children.list({ block_id: page.id });
    return results as { child_database?: { title: string } }[];
  };
  return {
    sandbox,
    connector: openNotion(
      { token },
      { fetch: globalThis.fetch, openSocket: () => Promise.reject(new Error("no socket")) },
      { baseUrl: sandbox.url },
    ),
    parent: { pageId: page.id },
    target: { address: { dataSourceId: String(target.dataSourceId) }, reference },
    lose: () => {
      for (const match of MAKING) control("fault", { kind: "reset-after", match });
    },
    // One of the two calls is made.
    lost: () => Number(control("pending-faults")) < MAKING.length,
    pass: () => sandbox.clock.advance(LAG_MS),
    makeByHand: async (title) => {
      await notion.databases.create({
        parent: { type: "page_id", page_id: page.id },
        title: text(title),
        initial_data_source: { properties: { Theirs: { title: {} } } },
      });
    },
    count: async (title) => (await databases()).filter((each) => each.child_database?.title === title).length,
    dispose: () => sandbox.stop(),
  };
}

newPlaceLaws("notion", {
  forms: NATIVE_FORMS,
  nativeOf: (form) => form,
  refusesTwins: false,
  tellsOptions: (type) => type === "select" || type === "multi-select",
  make: () => workspace(),
});

it("finds a page by its address, and no rows among the parents", async () => {
  const { connector, parent, sandbox, dispose } = await workspace();
  const id = String(parent.pageId);
  const address = `https://www.notion.so/acme/Registers-${id.replaceAll("-", "")}?pvs=4`;
  expect(await connector.places?.parents(address)).toEqual([
    { id, title: "Registers of the office", address: { pageId: id } },
  ]);
  sandbox.clock.advance(LAG_MS);
  const titles = (await connector.places?.parents(""))?.map(({ title }) => title) ?? [];
  expect(titles).toContain("Registers of the office");
  expect(titles).not.toContain("t");
  await dispose();
});

it("goes on with the database whose id came with the lost answer", async () => {
  const { connector, parent, sandbox, count, dispose } = await workspace();
  sandbox.control("fault", { kind: "503-after", match: MAKING[0] });
  const made = await connector.places?.create(register(parent));
  expect(made?.isNew).toBe(true);
  expect(await count("Register")).toBe(1);
  await dispose();
});

it.each([
  ["a connection that may not insert", ["read", "update"], "connection-broken", /Insert content/],
  ["a page that is not shared", undefined, "invalid-input", /Connections, and add/],
] as const)("says what is missing: %s", async (_what, capabilities, kind, remedy) => {
  const { connector, parent, sandbox, dispose } = await workspace(capabilities);
  if (!capabilities) sandbox.control("unshare", { pageIds: [parent.pageId] });
  await expect(connector.places?.create(register(parent))).rejects.toMatchObject({
    kind,
    remedy: expect.stringMatching(remedy),
  });
  await dispose();
});

it("wants one field of text for the title", async () => {
  const { connector, parent, dispose } = await workspace();
  await expect(connector.places?.create(register(parent, "date"))).rejects.toMatchObject({
    paths: [{ path: "/fields" }],
  });
  await dispose();
});
