import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import type { Harness, OpenHarness } from "./harness";
import { commitOf, decision } from "./samples";

const AT = new Date("2026-03-01T10:00:00.000Z");
const LATER = new Date("2026-03-02T10:00:00.000Z");

/** A registry's last run has left it with so many rows, in this state. */
async function leave(
  { store, addRun }: Harness,
  registryId: string,
  { rowCount, state = "up-to-date" }: { readonly rowCount: number; readonly state?: string },
): Promise<void> {
  const runId = await addRun();
  await store.transact((tx) =>
    tx.closeRegistryRun(registryId, {
      ...{ state, reason: "Why.", runId, rowCount, at: AT, nextRunAt: null, failures: 0 },
      ...{ rechecked: null, baseline: null },
    }),
  );
}

/** What the organization's plan is measured by. */
export function rowUseTests(open: OpenHarness): void {
  test("rows are those that each registry's last run left, over all of them", async () => {
    const harness = await open();
    const { store, registry, contacts } = harness;
    expect(await store.transact((tx) => tx.rowUse())).toEqual({ plan: "free", rows: 0, overSince: null });
    await leave(harness, registry.id, { rowCount: 7 });
    await leave(harness, contacts.id, { rowCount: 5 });
    expect(await store.transact((tx) => tx.rowUse())).toMatchObject({ rows: 12 });
  });

  test("that there are too many is noted once, until it is so no more", async () => {
    const { store } = await open();
    const note = (since: Date | null) => store.transact((tx) => tx.noteRowsOver(since));
    const since = async () => (await store.transact((tx) => tx.rowUse())).overSince;
    expect(await note(null)).toBe(false);
    expect(await note(AT)).toBe(true);
    expect(await note(LATER)).toBe(false);
    expect(await since()).toEqual(AT);
    expect(await note(null)).toBe(true);
    expect(await since()).toBeNull();
  });

  test("a claim counts the registry's own rows in scope as they are now, and the others' as they were left", async () => {
    const harness = await open();
    const { store, registry, contacts, addRun } = harness;
    const claim = (id: string) => store.transact((tx) => tx.claimRows(id));
    await leave(harness, contacts.id, { rowCount: 5 });
    const runId = await addRun();
    const rows = ["Ada", "Bob", "Cid"].map((name) => decision(newUuid(), name));
    await store.transact((tx) =>
      tx.commitRows(
        { runId, registryId: registry.id },
        rows.map((row) => commitOf(row)),
      ),
    );
    expect(await claim(registry.id)).toBe(8);
    const left = { ...rows[0], outcome: "outside", before: rows[0]?.cells } as (typeof rows)[number];
    await store.transact((tx) => tx.commitRows({ runId, registryId: registry.id }, [commitOf(left)]));
    expect(await claim(registry.id)).toBe(7);
    expect(await claim(contacts.id)).toBe(0);
  });

  test("a claim counts new rows of other registries' plans that are being carried out, and of no others", async () => {
    const { store, registry, contacts, addRun } = await open();
    const planned = async (run: Parameters<typeof addRun>[0]) => {
      const runId = await addRun(run);
      const [made, changed, gone] = ["Ada", "Bob", "Cid"].map((name) => decision(newUuid(), name));
      if (!made || !changed || !gone) throw new Error("no decisions");
      await store.transact((tx) =>
        tx.storeDecisions(runId, [
          made,
          { ...changed, ordinal: 1, before: changed.cells },
          { ...gone, ordinal: 2, outcome: "deleted" },
        ]),
      );
    };
    for (const status of ["held", "failed", "done"] as const) await planned({ status });
    await planned({ status: "running", kind: "dry-run" });
    expect(await store.transact((tx) => tx.claimRows(contacts.id))).toBe(0);
    await planned({ status: "running" });
    await planned({ status: "running", kind: "restore" });
    expect(await store.transact((tx) => tx.claimRows(contacts.id))).toBe(2);
    expect(await store.transact((tx) => tx.claimRows(registry.id))).toBe(0);
  });

  test("what was paused over the limit is due at once; nothing else is touched", async () => {
    const harness = await open();
    const { store, registry, contacts, addRun } = harness;
    await leave(harness, registry.id, { rowCount: 7, state: "over-limit" });
    await leave(harness, contacts.id, { rowCount: 5, state: "stopped" });
    expect(await store.transact((tx) => tx.resumeOverLimit(LATER))).toBe(1);
    expect((await store.load(await addRun()))?.registry).toMatchObject({
      ...{ state: "syncing", stateReason: null, nextRunAt: LATER },
    });
    expect(await store.transact((tx) => tx.resumeOverLimit(LATER))).toBe(0);
  });
}
