import { inspect } from "node:util";
import { expect, test, vi } from "vitest";
import { functions } from "./registry";

const broken = vi.hoisted(
  () => () => Promise.reject(new Error("query failed: Key (email)=(ada@example.com)")),
);

vi.mock("@/lib/services/organizations/purge-organizations", () => ({ purgeOrganizations: broken }));
vi.mock("@/lib/services/housekeeping/sweep-expired", () => ({ sweepExpired: broken }));
vi.mock("@/lib/services/connections/try-refused-connections", () => ({ tryRefusedConnections: broken }));
vi.mock("@/lib/services/runs/request-due-runs", () => ({ requestDueRuns: broken }));
vi.mock("@/lib/services/drafts/survey-turn", () => ({ surveyTurn: broken, failSurvey: broken }));
vi.mock("@/lib/services/notifications/look-for-notices", () => ({
  lookEverywhere: broken,
  lookForNotices: broken,
}));
vi.mock("@/lib/services/notifications/deliver-notices", () => ({ deliverNotices: broken }));
vi.mock("@/lib/services/status/note-status", () => ({ noteStatus: broken }));
vi.mock("@/lib/sync/advance", () => ({ advanceRun: broken, failRun: broken }));
vi.mock("./client", () => ({
  inngest: { createFunction: ({ id }: { id: string }, work: unknown) => ({ id, work }) },
}));

interface Job {
  readonly id: string;
  work(given: unknown): Promise<unknown>;
}

test.each(functions as unknown as Job[])("$id tells the job server no library's error", async ({ work }) => {
  const failed: unknown[] = [];
  const step = {
    sendEvent: () => Promise.resolve(),
    run: (_name: string, does: () => Promise<unknown>) =>
      does().catch((error: unknown) => {
        failed.push(error);
        return { next: "over" };
      }),
  };
  await work({ step, event: { data: {} } });
  expect(failed.length).toBeGreaterThan(0);
  for (const error of failed) {
    expect(error).toMatchObject({ name: "StepFailed", message: expect.stringContaining("error id") });
    expect(inspect(error, { depth: null })).not.toContain("ada@example.com");
  }
});
