import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import type { SeenIssue } from "../../rows/issues";
import type { Harness, OpenHarness } from "./harness";
import { decision, issue } from "./samples";

async function reported({ store, registry, dump }: Harness, runId: string, issues: readonly SeenIssue[]) {
  await store.transact((tx) => tx.reportIssues({ runId, registryId: registry.id }, issues));
  return (await dump()).issue;
}

/** What could not be taken, while it lasts. */
export function issueTests(open: OpenHarness): void {
  test("an issue is one line for its place and cause, and what is said of it last stands", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const [sideId = ""] = registry.sides.map(({ id }) => id);
    const [first, second] = [await addRun(), await addRun()];
    const rowId = newUuid();
    await reported(harness, first, []);
    const lines = await reported(harness, first, [
      issue(sideId, "Ada"),
      issue(sideId, "Ada", { field: "city", severity: "warning", records: [{ locator: "x", cells: null }] }),
      issue(sideId, "Ada", { message: "Said later.", rowId }),
    ]);
    const line = { registryId: registry.id, sideId, runId: first, subject: "Ada", reason: "refused" };
    const fresh = { open: true, times: 1, known: false, skipped: false };
    expect(lines).toHaveLength(2);
    expect(lines).toEqual(
      expect.arrayContaining([
        { ...line, ...fresh, rowId, field: "", message: "Said later.", severity: "error", records: null },
        {
          ...{
            ...line,
            ...fresh,
            rowId: null,
            field: "city",
            message: "It was refused.",
            severity: "warning",
          },
          records: [{ locator: "x", cells: null }],
        },
      ]),
    );
    await reported(harness, first, [issue(sideId, "Ada")]);
    const again = await reported(harness, second, [issue(sideId, "Ada", { severity: "warning" })]);
    const [seen] = again.filter(({ field }) => field === "");
    expect(seen).toMatchObject({
      runId: second,
      times: 2,
      rowId: null,
      severity: "warning",
      message: "It was refused.",
    });
    expect(await store.transact((tx) => tx.openIssues(registry.id))).toBe(0);
  });

  test("what a run did not see again is closed, and what is known is known no more once it comes back", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const [sideId = ""] = registry.sides.map(({ id }) => id);
    const [first, second] = [await addRun(), await addRun()];
    const [decided, other] = [newUuid(), newUuid()];
    const place = { runId: second, registryId: registry.id };
    const rest = { reason: "not-as-written" };
    await reported(harness, first, [
      issue(sideId, "Ada"),
      issue(sideId, "Bob", { records: [1] }),
      issue(sideId, "Cid", { ...rest, rowId: decided }),
      issue(sideId, "Dan", { ...rest, rowId: other }),
      issue(sideId, "Eve", rest),
    ]);
    const plannedAt = await store.transact((tx) => tx.transactionTime());
    await reported(harness, first, [issue(sideId, "Late")]);
    await store.transact(async (tx) => {
      await tx.storeDecisions(second, [decision(decided, "Cid")]);
      await tx.reportIssues(place, [issue(sideId, "Ada")]);
      await tx.closeUnseenIssues({ ...place, lookedFrom: plannedAt });
      await tx.markKnown({ ...place, plannedAt });
    });
    const told = async () =>
      (await dump()).issue
        .map(({ subject, open: isOpen, known, records }) => [subject, isOpen, known, records])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    expect(await told()).toEqual([
      ["Ada", true, true, null],
      ["Bob", false, false, null],
      ["Cid", false, false, null],
      ["Dan", true, true, null],
      ["Eve", true, true, null],
      ["Late", true, false, null],
    ]);
    await store.transact((tx) => tx.closeUnseenIssues({ ...place, runId: first, lookedFrom: "infinity" }));
    expect((await told()).slice(0, 1)).toEqual([["Ada", false, true, null]]);
    await reported(harness, second, [issue(sideId, "Ada"), issue(sideId, "Dan", { ...rest, rowId: other })]);
    expect((await told()).filter(([subject]) => subject === "Ada" || subject === "Dan")).toEqual([
      ["Ada", true, false, null],
      ["Dan", true, true, null],
    ]);
    expect(await store.transact((tx) => tx.openIssues(registry.id))).toBe(4);
  });

  test("newly invalid rows are those that break a rule as errors and are not known", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const [sideId = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const place = { runId, registryId: registry.id };
    const rule = { reason: "rule:format" };
    await reported(harness, await addRun(), [issue(sideId, "Other", rule)]);
    await reported(harness, runId, [issue(sideId, "Known", rule)]);
    await store.transact((tx) => tx.markKnown({ ...place, plannedAt: "-infinity" }));
    await reported(harness, runId, [
      issue(sideId, "Ada", { ...rule, field: "city" }),
      issue(sideId, "Ada", { ...rule, field: "name" }),
      issue(sideId, "Bob", { ...rule, severity: "warning" }),
      issue(sideId, "Cid", { reason: "ruler" }),
      issue(sideId, "Dan", rule),
    ]);
    expect(await store.transact((tx) => tx.newlyInvalid(place))).toBe(2);
  });
}
