import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Harness, startHarness } from "@/sandbox/notion/testing/harness";
import { type Detour, openDetour } from "./testing/detour";
import { type JudgedTable, judgedTable, type ReadRow, shownRows, textsOf } from "./testing/notion-table";

const require = createRequire(import.meta.url);
const PROGRAM = require.resolve("notion-cli-agent/dist/cli.js");
const NOBODY = "00000000-0000-4000-8000-000000000000";

let sandbox: Harness;
let table: JudgedTable;
let detour: Detour;

beforeAll(async () => {
  sandbox = await startHarness();
  table = judgedTable(sandbox, 150);
  detour = await openDetour({ "api.notion.com": sandbox.url });
}, 30_000);
afterAll(async () => {
  detour.close();
  await sandbox.stop();
});

/** One command, as a person would give it, and its output. */
function run(...args: readonly string[]): Promise<{ code: unknown; out: string; errors: string }> {
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: "/nonexistent",
    NODE_ENV: "production" as const,
    NOTION_TOKEN: sandbox.token,
    ...detour.env,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { env, maxBuffer: 2 ** 26 }, (error, out, errors) =>
      resolve({ code: error?.code ?? 0, out, errors }),
    );
  });
}

async function told<T>(...args: readonly string[]): Promise<T> {
  const { code, out, errors } = await run(...args, "--json");
  if (code !== 0) throw new Error(errors);
  return JSON.parse(out) as T;
}

interface Listing {
  readonly results: readonly ReadRow[];
  readonly has_more: boolean;
  readonly next_cursor: string;
}

const shown = () => shownRows(sandbox, table.dataSourceId);

describe("a command line for Notion, made by others", { timeout: 30_000 }, () => {
  it("finds the tables", async () => {
    const { results } = await told<Listing>("search", "Companies", "--type", "database");
    expect(results.map(({ id }) => id)).toEqual([table.dataSourceId]);
    const { properties } = await told<{ properties: object }>("db", "get", table.databaseId);
    expect(Object.keys(properties)).toHaveLength(20);
  });

  it("reads every row as people see it, over two pages", async () => {
    const first = await told<Listing>("db", "query", table.databaseId);
    const second = await told<Listing>("db", "query", table.databaseId, "--cursor", first.next_cursor);
    expect([first.results.length, second.results.length, second.has_more]).toEqual([100, 50, false]);
    const read = [...first.results, ...second.results].map(
      (row) => [row.id, textsOf(row, table.names)] as const,
    );
    expect(new Map(read)).toEqual(shown());
  });

  it("makes, changes and trashes a row", async () => {
    const values = [
      "-t",
      "By command",
      "-p",
      "Size:number=12",
      "-p",
      "Colour:select=green",
      "-p",
      "Active=true",
    ];
    const { id } = await told<ReadRow>("page", "create", "--parent", table.databaseId, ...values);
    expect(shown().get(id)).toMatchObject({
      Name: "By command",
      Size: "12",
      Colour: "green",
      Active: "true",
    });
    await told("page", "update", id, "-p", "Site=https://example.org/x", "--clear-prop", "Size");
    expect(shown().get(id)).toMatchObject({ Site: "https://example.org/x", Size: "" });
    expect((await run("page", "archive", id)).code).toBe(0);
    expect(shown().has(id)).toBe(false);
  });

  it("adds a column and takes it away", async () => {
    const added = await told<{ properties: object }>(
      "db",
      "update",
      table.databaseId,
      "--add-prop",
      "Grade:number",
    );
    expect(Object.keys(added.properties)).toContain("Grade");
    await told("db", "update", table.databaseId, "--remove-prop", "Grade");
    expect([...shown().values()].some((cells) => "Grade" in cells)).toBe(false);
  });

  it("hears what is wrong, and waits as long as it is told", async () => {
    expect((await run("page", "get", NOBODY)).errors).toContain("(404)");
    const [id = ""] = shown().keys();
    expect((await run("page", "update", id, "-p", "Size:url=https://x.org")).errors).toContain("(400)");
    sandbox.control("reset-counts");
    sandbox.control("fault", { kind: "429", retryAfter: 1, match: { path: "/v1/pages/" } });
    const start = performance.now();
    expect(await told<ReadRow>("page", "get", id)).toMatchObject({ id });
    expect(performance.now() - start).toBeGreaterThanOrEqual(1_000);
    expect(sandbox.control("counts").total).toBe(2);
  });
});
