import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { FirstRun } from "./first-run";

vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh: () => {} }) }));

const registry = { id: "reg_1", sides: [] } as unknown as RegistryView;
const counts = {
  ...{ read: {}, byChanges: [], create: 1000, update: 0, delete: 0, conflict: 0, issue: 0, unchanged: 0 },
  ...{ verified: 1000, rows: 1000 },
};
const run = (more: object): RunView =>
  ({
    ...{ id: "run_1", kind: "sync", status: "done", error: null, counts, perSide: {}, phases: [] },
    ...{ createdAt: "2026-11-01T09:00:00Z", startedAt: null, finishedAt: null },
    ...more,
  }) as unknown as RunView;

const shown = (initial: RunView | null): string =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <FirstRun registry={registry} initial={initial} planned={null} />
    </QueryClientProvider>,
  ).replaceAll(/<[^>]+>/g, " ");

test.each([
  [run({}), "1,000 of 1,000 rows verified equal", "The first rows"],
  [run({ counts: { ...counts, verified: null } }), "was not counted by this run", "verified equal"],
  [
    run({ status: "done-with-issues", counts: { ...counts, issue: 3, verified: 997 } }),
    "3 issues wait under Issues; all other rows go on.",
    "0 of",
  ],
  [run({ status: "done-with-issues", counts: { ...counts, issue: 0 } }), "Some rows wait", "0 issues"],
  [run({ kind: "shadow" }), "would have made 1,000 records", "verified equal"],
  [run({ status: "held" }), "waits for a person", "verified equal"],
  [
    run({ status: "failed", error: { kind: "x", message: "It broke.", remedy: "Mend it." } }),
    "Mend it.",
    "equal",
  ],
  [run({ status: "running" }), "You can leave this page", "verified equal"],
  [null, "being asked for", "equal"],
])("each ending says what it is, and none claims a proof that it has not", (initial, said, unsaid) => {
  expect(shown(initial)).toContain(said);
  expect(shown(initial)).not.toContain(unsaid);
});
