import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import type { OpenHarness } from "./harness";
import { issue, record } from "./samples";

/** Who has a registry, and that a transaction is whole or not at all. */
export function leaseTests(open: OpenHarness): void {
  test("one run at a time has the registry; each taking raises the epoch", async () => {
    const { store, registry, addRun } = await open();
    const [mine, other] = [await addRun(), await addRun()];
    const take = (runId: string) =>
      store.transact((tx) =>
        tx.takeLease({ registryId: registry.id, runId, seconds: 120, holder: newUuid() }),
      );
    expect(await take(mine)).toBe(1);
    expect(await take(other)).toBeNull();
    expect(await take(mine), "another worker has it in hand").toBeNull();
    await store.transact((tx) => tx.endTurn(registry.id, 1));
    expect(await take(mine)).toBe(2);
    await store.transact((tx) => tx.endTurn(registry.id, 1));
    expect(await take(mine), "an older epoch ends nothing").toBeNull();
    const release = (runId: string, epoch: number) =>
      store.transact((tx) => tx.releaseLease({ registryId: registry.id, runId, epoch }));
    await release(other, 2);
    await release(mine, 1);
    expect(await take(other), "an older epoch frees nothing").toBeNull();
    await release(mine, 2);
    expect(await take(other)).toBe(3);
  });

  test("a lease that has run out is anybody's; nobody has a registry that is not there", async () => {
    const { store, registry, addRun } = await open();
    const [mine, other] = [await addRun(), await addRun()];
    const take = (registryId: string, runId: string, seconds: number) =>
      store.transact((tx) => tx.takeLease({ registryId, runId, seconds, holder: newUuid() }));
    expect(await take(registry.id, mine, -60)).toBe(1);
    expect(await take(registry.id, other, 120)).toBe(2);
    expect(await take(mine, mine, 120)).toBeNull();
  });

  test("a turn that has ended leaves its run the registry; one that was cut off, its worker until its time is over", async () => {
    const { store, registry, addRun } = await open();
    const [mine, other] = [await addRun(), await addRun()];
    const take = (runId: string, seconds = 120) =>
      store.transact((tx) => tx.takeLease({ registryId: registry.id, runId, seconds, holder: newUuid() }));
    expect(await take(mine)).toBe(1);
    await store.transact((tx) => tx.endTurn(registry.id, 1));
    expect(await take(other), "the run still has it").toBeNull();
    expect(await take(mine, -60)).toBe(2);
    expect(await take(mine), "nobody ended that turn, and its time is over").toBe(3);
    const fence = { registryId: registry.id, runId: mine, seconds: 120 };
    await store.transact((tx) => tx.holdFence({ ...fence, epoch: 3 }));
    await expect(store.transact((tx) => tx.holdFence({ ...fence, epoch: 2 }))).rejects.toMatchObject({
      kind: "stale",
    });
    await store.transact((tx) => tx.releaseLease({ ...fence, epoch: 3 }));
    expect(await take(other)).toBe(4);
    expect(await take(mine)).toBeNull();
  });

  test("the fence lets the epoch that holds the lease through, renews it, and tells every other it is stale", async () => {
    const { store, registry, addRun } = await open();
    const [mine, other] = [await addRun(), await addRun()];
    const registryId = registry.id;
    await store.transact((tx) => tx.takeLease({ registryId, runId: mine, seconds: -60, holder: newUuid() }));
    const hold = (runId: string, epoch: number) =>
      store.transact((tx) => tx.holdFence({ registryId, runId, epoch, seconds: 120 }));
    await hold(mine, 1);
    const lease = { registryId, runId: other, seconds: 120, holder: newUuid() };
    expect(await store.transact((tx) => tx.takeLease(lease))).toBeNull();
    await expect(hold(mine, 2)).rejects.toMatchObject({ kind: "stale" });
    await expect(hold(other, 1)).rejects.toMatchObject({ kind: "stale" });
    await store.transact((tx) => tx.releaseLease({ registryId, runId: mine, epoch: 1 }));
    await expect(hold(mine, 1)).rejects.toMatchObject({ kind: "stale" });
  });

  test("work that throws leaves nothing behind, and its error comes out", async () => {
    const { store, registry, addRun, dump } = await open();
    const runId = await addRun();
    const before = await dump();
    const boom = new Error("boom");
    const sideId = registry.sides[0]?.id ?? "";
    const failing = store.transact(async (tx) => {
      await tx.takeLease({ registryId: registry.id, runId, seconds: 120, holder: newUuid() });
      await tx.changeRun(runId, { status: "running", progress: { at: 1 } });
      await tx.stageRecords({ runId, sideId, from: 0 }, [record("Ada")]);
      await tx.reportIssues({ runId, registryId: registry.id }, [issue(sideId, "Ada")]);
      expect(await tx.sealOf(runId, sideId)).toMatchObject({ count: 1 });
      throw boom;
    });
    await expect(failing).rejects.toBe(boom);
    expect(await dump()).toEqual(before);
  });

  test("a transaction that an error has broken is not kept, even if its work has caught the error", async () => {
    const { store, registry, addRun, dump } = await open();
    const runId = await addRun();
    const before = await dump();
    const sideId = registry.sides[0]?.id ?? "";
    const place = { runId, sideId, from: 0 };
    const swallowing = store.transact(async (tx) => {
      await tx.stageRecords(place, [record("Ada")]);
      await expect(tx.stageRecords(place, [record("Bob")])).rejects.toMatchObject({ code: "23505" });
      await expect(tx.sealOf(runId, sideId)).rejects.toMatchObject({ code: "25P02" });
    });
    await expect(swallowing).rejects.toThrow();
    expect(await dump()).toEqual(before);
  });

  test("a refusal of our own leaves the transaction whole", async () => {
    const { store, registry, addRun } = await open();
    const runId = await addRun();
    const lease = { registryId: registry.id, runId, epoch: 9, seconds: 120 };
    await store.transact(async (tx) => {
      await tx.changeRun(runId, { status: "running" });
      await expect(tx.holdFence(lease)).rejects.toMatchObject({ kind: "stale" });
    });
    expect((await store.load(runId))?.run.status).toBe("running");
  });

  test("transactions that run at once both count", async () => {
    const { store, registry, addRun } = await open();
    const runId = await addRun();
    const sides = registry.sides.map(({ id }) => id);
    await Promise.all(
      sides.map((sideId) =>
        store.transact((tx) => tx.stageRecords({ runId, sideId, from: 0 }, [record("Ada")])),
      ),
    );
    const seals = await store.transact((tx) => Promise.all(sides.map((sideId) => tx.sealOf(runId, sideId))));
    expect(seals.map(({ count }) => count)).toEqual([1, 1, 1]);
  });

  test("moments are told as Postgres writes them, and grow", async () => {
    const { store } = await open();
    const moment = () => store.transact((tx) => tx.transactionTime());
    const [first, second] = [await moment(), await moment()];
    expect(first).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/);
    expect(second).not.toBe(first);
    const [one, two] = await store.transact(async (tx) => [
      await tx.transactionTime(),
      await tx.transactionTime(),
    ]);
    expect(one).toBe(two);
  });
}
