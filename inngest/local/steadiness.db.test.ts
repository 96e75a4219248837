import type { Inngest } from "inngest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Harness, startHarness } from "./testing/harness";
import { spawnRunner } from "./testing/spawned-runner";
import { until } from "./testing/until";

let harness: Harness;
const executed: string[] = [];
const gates = new Map<string, () => void>();

beforeAll(async () => {
  harness = await startHarness((client: Inngest) =>
    ["forgetful", "drained"].map((id) =>
      client.createFunction({ id, triggers: { event: `${id}/go` } }, async ({ step }) => {
        await step.run("held", async () => {
          executed.push(id);
          await new Promise<void>((resolve) => gates.set(id, resolve));
        });
        return "done";
      }),
    ),
  );
});
afterAll(() => harness?.close());

it("does not repeat a step because the database could not record its end at once", async () => {
  const { owner } = harness.database;
  await harness.client.send({ name: "forgetful/go", data: {} });
  await until("the step", () => gates.get("forgetful"));
  await owner.query("REVOKE INSERT ON jobs.step FROM chittysync_app");
  gates.get("forgetful")?.();
  await until("a failed attempt", () =>
    harness.logged.some((line) => line.includes("could not be recorded yet")),
  );
  await owner.query("GRANT INSERT ON jobs.step TO chittysync_app");
  expect((await harness.ended("forgetful"))[0]?.output).toBe("done");
  expect(executed.filter((id) => id === "forgetful")).toHaveLength(1);
});

it("says what is missing and stops when it cannot start", async () => {
  await expect(spawnRunner({})).rejects.toThrow("INNGEST_SIGNING_KEY");
});

it("lets a call under way end before it stops", async () => {
  await harness.client.send({ name: "drained/go", data: {} });
  await until("the step", () => gates.get("drained"));
  const stopped = harness.runner.stop();
  gates.get("drained")?.();
  await stopped;
  const { rows } = await harness.database.owner.query(
    "SELECT step.op, position, (SELECT count(*)::int FROM jobs.task WHERE lease IS NOT NULL) AS leased FROM jobs.step JOIN jobs.run ON run.id = run_id WHERE function_id = 'sample-drained'",
  );
  expect(rows).toEqual([{ op: "StepRun", position: 0, leased: 0 }]);
});
