import { expect, test } from "vitest";
import type { SubjectConnection, SubjectRegistry } from "@/lib/db/notice-subjects";
import { newUuid } from "@/lib/ids";
import type { Notice } from "./judge-notices";
import { absenceIn, type Seen, troublesOf } from "./troubles-of";

const ID = newUuid();
const CONNECTION = newUuid();
const RUN = newUuid();

const registry = (change: Partial<SubjectRegistry>): SubjectRegistry => ({
  ...{ id: ID, name: "Cities", state: "up-to-date", stateReason: null, paused: false, failures: 0 },
  connectionIds: [CONNECTION],
  ...change,
});

const ended = (status: string): SubjectConnection => ({
  ...{ id: CONNECTION, name: "Notion", kind: "notion", status, problem: "It was refused." },
});

const seen = (change: Partial<Seen>): Seen => ({
  ...{ registries: [], ended: [], held: [], certificates: new Map(), open: new Map(), deciders: new Map() },
  ...change,
});

const counted = (issues: number, conflicts: number): Seen["open"] =>
  new Map([[ID, { registryId: ID, issues, conflicts }]]);

/** One row of two differs; `drifted` = nothing explains it. */
const checked = (drifted: number): Seen["certificates"] => {
  const rows = { matched: 1, different: 1, missing: 0, unread: 0, optional: 0 };
  const records = { own: 1, extra: 0, excluded: 0, outside: 0, gone: 0, unread: 0 };
  const side = { sideId: newUuid(), byChanges: false, rows, records, count: 1, digest: "d" };
  const found = { rows: 2, equal: 1, drifted, baseDigest: "b", sides: [side] };
  const certificate = { at: "2026-11-29T10:00:00.000Z", ...found };
  return new Map([[ID, { runId: RUN, certificate }]]);
};

test.each<[string, Partial<Seen>, readonly string[]]>([
  ["up to date", { registries: [registry({})] }, []],
  ["syncing", { registries: [registry({ state: "syncing" })] }, []],
  ["stopped", { registries: [registry({ state: "stopped" })] }, ["stopped"]],
  ["stopped, and paused by a person", { registries: [registry({ state: "stopped", paused: true })] }, []],
  ["over the limit", { registries: [registry({ state: "over-limit" })] }, ["over-limit"]],
  ["refused", { registries: [registry({ state: "reconnect-needed" })] }, ["reconnect-needed"]],
  [
    "refused, which is told of its connection",
    { registries: [registry({ state: "reconnect-needed" })], ended: [ended("reconnect-needed")] },
    ["lost"],
  ],
  [
    "disconnected by a person, who knows",
    { registries: [registry({ state: "reconnect-needed" })], ended: [ended("disconnected")] },
    [],
  ],
  [
    "issues",
    { registries: [registry({ state: "up-to-date-with-issues" })], open: counted(2, 1) },
    ["issues"],
  ],
  ["issues all put aside", { registries: [registry({ state: "up-to-date-with-issues" })] }, []],
  ["failing", { registries: [registry({ state: "up-to-date-with-issues", failures: 1 })] }, ["failing"]],
  ["drift", { registries: [registry({})], certificates: checked(1) }, ["drift"]],
  ["what differs waits for people", { registries: [registry({})], certificates: checked(0) }, []],
])("%s", (_name, change, conditions) => {
  expect(troublesOf(seen(change)).map(({ condition }) => condition)).toEqual(conditions);
});

test("a held plan is told with its brakes, its numbers, until when and who decides", () => {
  const brake = {
    kind: "deletes",
    severity: "hold",
    message: "36 of 240.",
    sideId: null,
    value: 36,
    limit: 24,
    total: 240,
  };
  const expiresAt = new Date("2026-12-06T10:00:00.000Z");
  const [told] = troublesOf(
    seen({
      registries: [registry({ state: "held", stateReason: "36 of 240." })],
      held: [{ id: RUN, registryId: ID, brakes: [brake], expiresAt }],
      deciders: new Map([[RUN, ["owner"]]]),
    }),
  );
  expect(told).toMatchObject({
    condition: "held",
    about: RUN,
    facts: {
      brakes: [{ title: "More deletes than the limit", value: 36, limit: 24, total: 240 }],
      deciders: ["owner"],
      expiresAt: "2026-12-06T10:00:00.000Z",
    },
  });
});

const notice = (condition: Notice["condition"], about = ""): Notice => ({
  ...{ id: "n", subjectType: condition === "lost" ? "connection" : "registry", condition, about, facts: {} },
  ...{ subjectId: condition === "lost" ? CONNECTION : ID, since: new Date(), endedAt: null },
});

test.each<[string, Notice, Partial<Seen>, string]>([
  ["its registry is deleted", notice("stopped"), {}, "gone"],
  ["a run is under way", notice("stopped"), { registries: [registry({ state: "syncing" })] }, "unknown"],
  ["up to date", notice("stopped"), { registries: [registry({})] }, "over"],
  ["paused", notice("stopped"), { registries: [registry({ paused: true })] }, "unknown"],
  ["issues settled", notice("issues"), { registries: [registry({})] }, "over"],
  [
    "held meanwhile",
    notice("issues"),
    { registries: [registry({ state: "held" })], open: counted(1, 0) },
    "unknown",
  ],
  ["decided", notice("held", RUN), { registries: [registry({ state: "syncing" })] }, "over"],
  ["a clean check", notice("drift"), { registries: [registry({})] }, "over"],
  ["accepted again", notice("lost"), {}, "over"],
  ["disconnected", notice("lost"), { ended: [ended("disconnected")] }, "gone"],
])("what is not seen any more, where %s, is %s", (_name, of, change, absence) => {
  expect(absenceIn(seen(change))(of)).toBe(absence);
});
