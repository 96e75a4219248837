import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import type { OpenHarness } from "./harness";
import { operation } from "./samples";

/** What moved from side to side, and how long it took. */
export function flowTests(open: OpenHarness): void {
  test("counts of one hour add up, each direction and bucket for itself", async () => {
    const { store, registry, dump } = await open();
    const [a = "", b = ""] = registry.sides.map(({ id }) => id);
    const ab = { fromSide: a, toSide: b };
    const ba = { fromSide: b, toSide: a };
    const lines = {
      flow: [
        { ...ab, done: 2, failed: 0 },
        { ...ba, done: 0, failed: 1 },
      ],
      latency: [
        { ...ab, told: true, counts: { "total 90": 2, "ours 40": 1, "ours 41": 1 } },
        { ...ab, told: false, counts: { "total 90": 1 } },
      ],
    };
    const more = [{ ...ab, told: true, counts: { "total 90": 3, "total 12": 1 } }];
    // One transaction: one hour.
    await store.transact(async (tx) => {
      await tx.addFlow(registry.id, lines);
      await tx.addFlow(registry.id, { ...lines, latency: more });
      await tx.addFlow(registry.id, { flow: [], latency: [] });
    });
    const { flow, latency } = await dump();
    expect(flow).toHaveLength(2);
    expect(flow).toEqual(
      expect.arrayContaining([
        { registryId: registry.id, ...ab, done: 4, failed: 0 },
        { registryId: registry.id, ...ba, done: 0, failed: 2 },
      ]),
    );
    expect(latency).toHaveLength(2);
    expect(latency).toEqual(
      expect.arrayContaining([
        {
          registryId: registry.id,
          ...ab,
          told: true,
          counts: { "total 90": 5, "total 12": 1, "ours 40": 1, "ours 41": 1 },
        },
        { registryId: registry.id, ...lines.latency[1] },
      ]),
    );
  });

  test("an edit that a side did not take is known until that side was written, whatever runs came between", async () => {
    const { store, registry, addRun } = await open();
    const [side = "", other = ""] = registry.sides.map(({ id }) => id);
    const rowId = newUuid();
    const edited = { [other]: { at: 1_000, told: true, waitedMs: 0 } };
    const planned = async (status: "refused" | "done" | "stale", sources: typeof edited | null) => {
      const runId = await addRun({ status: "done" });
      await store.transact(async (tx) => {
        await tx.storeOperations(runId, [operation(rowId, side, { sources })]);
        const end = {
          ordinal: 0,
          status,
          image: null,
          reason: null,
          message: null,
          field: null,
          attempts: 1,
        };
        await tx.recordOutcomes(runId, [end]);
      });
    };
    const known = async () => {
      const runId = await addRun();
      const places = [
        { rowId, sideId: side },
        { rowId, sideId: other },
        { rowId: newUuid(), sideId: side },
      ];
      return store.transact((tx) => tx.earlierSources(runId, places));
    };
    expect(await known()).toEqual([]);
    await planned("refused", edited);
    await planned("stale", null);
    expect(await known()).toEqual([{ rowId, sideId: side, sources: edited }]);
    await planned("done", null);
    expect(await known()).toEqual([]);
  });
}
