import { setTimeout as delay } from "node:timers/promises";
import type { Run } from "../../e2e/support/api";
import type { StagedState } from "../../e2e/support/screen";
import { type Given, type Made, makeLeases } from "./stage-registry";

/** Each page that the last registry's first sync makes takes so long that it goes on while all pictures are taken. */
const SLOW = { match: { method: "POST", path: "/v1/pages$" }, kind: "slow", delayMs: 8_000, probability: 1 };
const POLL_MS = 200;

/** Makes a registry and brings it into the state. The slow one, `first`, comes last: it slows Notion for all. */
export const MAKE: Readonly<Record<StagedState, (given: Given) => Promise<Made>>> = {
  open: async (given) => {
    const made = await makeLeases(given, "open", {
      rows: 24,
      settings: { strategies: { Status: { strategy: "manual" }, Tenant: { strategy: "manual" } } },
    });
    await ruleOnRent(given, made);
    await given.api.sync(made.id);
    await restoreRow(given, made, "L-003");
    for (const key of ["L-004", "L-005", "L-006"]) {
      await made.edit("notion", key, { column: "Status", value: "ended" });
      await made.edit("postgres", key, { column: "Status", value: "renewed" });
    }
    await made.edit("sheet", "L-007", { column: "Tenant", value: "Ada Lovelace" });
    await made.edit("postgres", "L-007", { column: "Tenant", value: "Ada King, Countess of Lovelace" });
    for (const key of ["L-010", "L-011"])
      await made.edit("sheet", key, { column: "Rent", value: "to be agreed" });
    await given.api.sync(made.id);
    return made;
  },
  held: async (given) => {
    const made = await makeLeases(given, "held", { rows: 40 });
    await given.api.sync(made.id);
    await made.edit("sheet", "L-001", { column: "Status", value: "notice given" });
    await made.edit("sheet", "L-002", { column: "Tenant", value: "Hopper & Partners" });
    await made.removeRows("postgres", ["L-021", "L-022", "L-023", "L-024", "L-025", "L-026", "L-027"]);
    await given.api.sync(made.id);
    return made;
  },
  stopped: async (given) => {
    const made = await makeLeases(given, "stopped", { rows: 30 });
    await given.api.sync(made.id);
    const { control } = given.sides;
    await control.do("notion", "set-limits", { queryCap: 10 });
    await given.api.sync(made.id);
    await control.do("notion", "set-limits", { queryCap: 10_000 });
    return made;
  },
  reconnect: async (given) => {
    const { control } = given.sides;
    const { token } = await control.do<{ token: string }>("notion", "create-workspace-token");
    const own = await given.api.ask<{ id: string }>("POST", "/connections", {
      kind: "notion",
      name: "Notion of the facility team",
      credentials: { token },
    });
    const connections = { ...given.ready.connections, notion: own.id };
    const made = await makeLeases({ ...given, ready: { ...given.ready, connections } }, "reconnect", {
      rows: 12,
    });
    await given.api.sync(made.id);
    await control.do("notion", "revoke-token", { token });
    await untilRefused(given, await given.api.startRun(made.id));
    return made;
  },
  paused: async (given) => {
    const made = await makeLeases(given, "paused", { rows: 12 });
    await given.api.sync(made.id);
    await given.api.ask("POST", `/registries/${made.id}/pause`);
    return made;
  },
  drift: async (given) => {
    const made = await makeLeases(given, "drift", { rows: 20 });
    await given.api.sync(made.id);
    await made.edit("postgres", "L-004", { column: "Rent", value: "1" });
    await made.edit("postgres", "L-009", { column: "Status", value: "sublet" });
    await made.removeRows("sheet", ["L-012"]);
    const check = await given.api.ask<Run>("POST", `/registries/${made.id}/runs`, { kind: "drift-check" });
    await given.api.untilOver(check.id);
    return made;
  },
  first: async (given) => {
    const made = await makeLeases(given, "first", { rows: 400, on: "sheet" });
    await given.sides.control.do("notion", "fault", SLOW);
    await given.api.startRun(made.id);
    return made;
  },
};

/** Rents are digits from now on: other values are issues. */
async function ruleOnRent({ api }: Given, { id }: Made): Promise<void> {
  await api.ask("PUT", `/registries/${id}/schema`, { properties: { Rent: { pattern: "^[0-9]+$" } } });
  await api.ask("POST", `/registries/${id}/schema/publish`, {});
}

/** Changes a row and has it brought back to its first version. */
async function restoreRow({ api }: Given, made: Made, key: string): Promise<void> {
  await made.edit("postgres", key, { column: "Tenant", value: "Entered by mistake" });
  await api.sync(made.id);
  const { data } = await api.ask<{ data: readonly { id: string }[] }>(
    "GET",
    `/registries/${made.id}/rows?key=${key}`,
  );
  const asked = await api.ask<Run>("POST", `/rows/${data[0]?.id}/restore`, { version: 1 });
  const { planHash } = await api.untilOver(asked.id);
  await api.ask("POST", `/runs/${asked.id}/approve`, { planHash });
  await api.untilOver(asked.id);
}

/** Waits until the run has met the refusal of its connection: it then waits where it is. */
async function untilRefused({ api }: Given, { id }: Run): Promise<void> {
  while ((await api.run(id)).error === null) await delay(POLL_MS);
}
