import { expect } from "vitest";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { approveRun, rejectRun } from "@/lib/services/runs/decide-run";
import type { RunView } from "@/lib/services/runs/run-view";
import type { Companies } from "./companies";
import type { World } from "./world";

/** What a test does at a gate of a registry. */
export interface Gate {
  /** Runs, expects exactly these brakes, sides in order, and that nothing was written. */
  held(...kinds: readonly string[]): Promise<RunView>;
  decided(run: RunView, decision: "approve" | "reject"): Promise<RunView>;
  /** Rejected it writes nothing and holds again; approved it is carried out and the next run is free. */
  decidedBothWays(...kinds: readonly string[]): Promise<void>;
}

export function gateOf(world: World, registry: Companies): Gate {
  const { caller } = world.tenant;

  /** Requests that wrote, and a text that changes when anything writes to the table. */
  async function writeMarks(): Promise<unknown> {
    const [table] = await world.sql(
      `select md5(string_agg(xmin::text || ctid::text, ',')) as mark from ${registry.table.name}`,
    );
    const writes = (provider: "notion" | "google") => world[provider]<{ writes: number }>("counts").writes;
    return [writes("notion"), writes("google"), table];
  }

  const held: Gate["held"] = async (...kinds) => {
    const before = await writeMarks();
    const run = await registry.run();
    expect(run.brakes.map(({ kind }) => kind)).toEqual(kinds);
    expect(run.status).toBe("held");
    expect(await writeMarks()).toEqual(before);
    const state = await getRegistry(caller, registry.id);
    expect(state).toMatchObject({ state: "held", stateReason: run.brakes[0]?.message });
    return run;
  };

  const decided: Gate["decided"] = async (run, decision) => {
    if (decision === "approve") await approveRun(caller, run.id, { planHash: run.planHash ?? "" });
    else await rejectRun(caller, run.id, {});
    return world.carry(run);
  };

  return {
    held,
    decided,
    decidedBothWays: async (...kinds) => {
      const before = await writeMarks();
      expect(await decided(await held(...kinds), "reject")).toMatchObject({ status: "stopped" });
      expect(await writeMarks()).toEqual(before);
      const { counts, ...again } = await held(...kinds);
      const done = await decided({ ...again, counts }, "approve");
      expect(done.status).toMatch(/^done/);
      const { create, update, delete: deleted } = counts;
      expect(done.counts).toMatchObject({ create, update, delete: deleted });
      const next = await registry.run();
      expect(next).toMatchObject({ brakes: [], counts: { create: 0, update: 0, delete: 0 } });
      await registry.equal();
    },
  };
}
