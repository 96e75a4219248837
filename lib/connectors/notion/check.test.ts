import { afterEach, describe, expect, it } from "vitest";
import { budgetedFetch } from "@/lib/egress/budgeted-fetch";
import type { Cells } from "@/lib/engine/value";
import type { Check, WaysOut } from "../connector";
import type { ContractLayout } from "../contract-harness.test-kit";
import { type SandboxPlace, sandboxPlace } from "./sandbox-place.test-kit";

/** Every way in which connecting fails, against the pretended workspace: which line says so, and what mends it. */

const PAGE = "https://www.notion.so/developers/connections";
const NAMES = ["reachable", "authorized", "can-read", "can-write"];
const layout: ContractLayout = {
  fields: [
    { id: "code", name: "Code", type: "text" },
    { id: "name", name: "Name", type: "text" },
  ],
  key: ["code"],
};

let place: SandboxPlace;
afterEach(() => place.dispose());

const control = (command: string, input: Record<string, unknown> = {}) =>
  place.sandbox.control(command, input);
const tokenOf = (capabilities: readonly string[], name = "ChittySync") =>
  String(control("create-workspace-token", { capabilities, name }).token);
const fault = (path: string, kind: string, more: object = {}) =>
  control("fault", { match: { path }, kind, ...more });

async function checksOf(token = place.sandbox.token, fetch?: WaysOut["fetch"]): Promise<readonly Check[]> {
  const checks = await place.connect(token, fetch).check();
  expect(checks.map(({ name }) => name)).toEqual(NAMES);
  expect(JSON.stringify(checks)).not.toContain(token);
  return checks;
}

const oks = (checks: readonly Check[]) => checks.map(({ ok }) => ok);
const REFUSED = {
  message: "Notion does not accept the token: it is wrong or was withdrawn, or the connection was removed.",
  remedy:
    "Reconnect with Notion's consent, or enter the token that this page shows for an internal connection, under Configuration:",
  copy: PAGE,
};

describe("the token", () => {
  it.each<[string, () => string]>([
    ["is wrong", () => "ntn_of_nobody"],
    [
      "was revoked, as when the connection is removed",
      () => {
        const token = tokenOf(["read"]);
        control("revoke-token", { token });
        return token;
      },
    ],
  ])("%s", async (_, token) => {
    place = await sandboxPlace(layout);
    const checks = await checksOf(token());
    expect(oks(checks)).toEqual([true, false, null, null]);
    expect(checks[1]).toMatchObject(REFUSED);
  });

  it("is blocked", async () => {
    place = await sandboxPlace(layout);
    control("block-connection", { connectionId: place.sandbox.connectionId });
    const checks = await checksOf();
    expect(oks(checks)).toEqual([true, false, null, null]);
    expect(checks[1]).toMatchObject({
      message: "Notion has blocked this connection's requests.",
      remedy: "Ask Notion's support to lift the block, then connect again.",
    });
  });
});

describe("what the connection may do", () => {
  it("is all that is needed, but for what Notion tells nobody", async () => {
    place = await sandboxPlace(layout);
    const checks = await checksOf();
    expect(oks(checks)).toEqual([true, true, true, null]);
    expect(checks[2]?.remedy).toBeNull();
    expect(checks[3]).toMatchObject({
      message: expect.stringMatching(/^Notion does not tell before the first write/),
      remedy:
        "On this page the connection's owner opens it and ticks Insert content and Update content, under Capabilities:",
      copy: PAGE,
    });
    expect(control("counts").writes).toBe(0);
  });

  it("lacks a database: the remedy names the connection as Notion's menu does", async () => {
    place = await sandboxPlace(layout);
    const made = control("create-workspace-token", { name: "Acme sync" });
    const { dataSourceId } = place;
    control("unshare", { dataSourceId, connectionId: made.connectionId });
    const checks = await checksOf(String(made.token));
    expect(oks(checks)).toEqual([true, true, false, null]);
    expect(checks[2]).toMatchObject({
      message: "No database is shared with the connection.",
      remedy: 'In Notion open a database, its ••• menu, Connections, and add "Acme sync"; then check again.',
    });
  });

  it.each([
    ["content", ["update", "insert", "users"], false, "Read content"],
    ["people", ["read", "update", "insert"], true, "Read user information including email addresses"],
  ] as const)("lacks reading %s", async (_, capabilities, ok, box) => {
    place = await sandboxPlace(layout);
    const checks = await checksOf(tokenOf(capabilities));
    expect(oks(checks)).toEqual([true, true, ok, null]);
    expect(checks[2]?.remedy).toContain(`ticks ${box}, under Capabilities`);
    expect(checks[2]?.copy).toBe(PAGE);
  });

  it.each([
    ["inserting", ["read", "update"], "create"],
    ["updating", ["read", "insert"], "update"],
  ] as const)("lacks %s, which the first write tells", async (_, capabilities, op) => {
    place = await sandboxPlace(layout);
    await place.insert([{ code: "a", name: "Ann" }]);
    const side = place.connect(tokenOf(capabilities)).side(place.config);
    const [locator = ""] = place.pageIds();
    const cells: Cells = { code: "b", name: "B" };
    const operation =
      op === "create"
        ? ({ op, id: "b", cells } as const)
        : ({ op, id: "a", locator, cells: { name: "B" }, expect: { name: "Ann" } } as const);
    const report = await side.write([operation], Date.UTC(2100, 0, 1));
    expect(report).toMatchObject({
      written: [],
      stopped: {
        kind: "connection-broken",
        message: "Notion does not allow the connection to do this.",
        remedy: expect.stringMatching(
          /developers\/connections.*Insert and Update content, under Capabilities/,
        ),
      },
    });
  });

  it("is no more rows, of which the first new one tells", async () => {
    place = await sandboxPlace(layout);
    await place.insert([{ code: "a", name: "Ann" }]);
    control("set-limits", { blockLimit: 1 });
    const side = place.open(place.config);
    const report = await side.write(
      [{ op: "create", id: "b", cells: { code: "b", name: "B" } }],
      Date.UTC(2100, 0, 1),
    );
    const said = JSON.stringify([report.written, report.stopped?.message, report.stopped?.remedy]);
    expect(said).toMatch(/takes no more rows/);
    expect(said).toMatch(/Upgrade/);
    expect(oks(await checksOf())).toEqual([true, true, true, null]);
  });
});

describe("Notion for now", () => {
  it.each([
    [
      "asks to wait",
      "^/v1/users/me",
      "429",
      { retryAfter: 49 },
      [true, null, null, null],
      1,
      "Check again in 49 s.",
    ],
    ["is overloaded", "^/v1/users/me", "529", {}, [true, null, null, null], 1, "Check again in 60 s."],
    [
      "asks to wait with the search",
      "^/v1/search",
      "429",
      { retryAfter: 3 },
      [true, true, null, null],
      2,
      "Check again in 3 s.",
    ],
    [
      "does not search",
      "^/v1/search",
      "503-before",
      {},
      [true, true, null, null],
      2,
      "Check again in a few minutes.",
    ],
    [
      "breaks off",
      "^/v1/users/me",
      "reset-before",
      {},
      [false, null, null, null],
      0,
      "Try again in a few minutes; see Notion's status page if it stays so.",
    ],
    [
      "is down",
      "^/v1/users/me",
      "502",
      {},
      [false, null, null, null],
      0,
      "Try again in a few minutes; see Notion's status page if it stays so.",
    ],
  ] as const)("%s", async (_, path, kind, more, expected, at, remedy) => {
    place = await sandboxPlace(layout);
    fault(path, kind, more);
    const checks = await checksOf();
    expect(oks(checks)).toEqual(expected);
    expect(checks[at]?.remedy).toBe(remedy);
  });

  it("is not asked, since our own budget is used up", async () => {
    place = await sandboxPlace(layout);
    const before = place.requests?.();
    const counter = { reserve: async () => 42_000, stall: async () => {} };
    const bucketsFor = () => [{ id: "notion:x", perMinute: 180, mostPerMinute: 600, isShared: false }];
    const fetch = budgetedFetch(globalThis.fetch, { provider: "Notion", bucketsFor, counter });
    const checks = await checksOf(place.sandbox.token, fetch);
    expect(oks(checks)).toEqual([false, null, null, null]);
    expect(checks[0]).toMatchObject({
      message: "All calls that Notion allows for now are used up.",
      remedy: "Nothing was sent. It can go on in about 42 s.",
    });
    expect(place.requests?.()).toBe(before);
  });
});
