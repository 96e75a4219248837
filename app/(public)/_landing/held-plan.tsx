import { Chip } from "@/components/ui/chip";
import { applyBrakes, type RunStats } from "@/lib/engine/brakes";

/** A plan that would remove 132 of 1,204 vendors: the sentences below are the engine's. */
const STATS: RunStats = {
  deletePolicy: "hold",
  sides: [
    {
      ...{ sideId: "postgres", name: "PostgreSQL: vendors", incompleteBecause: null, rowsInBase: 1204 },
      ...{ rowsSeen: 1204, rowsCarried: 0, deletes: 132, recentDeletes: 0 },
    },
  ],
  ...{ rowsInBase: 1204, rowsChanged: 132, rowsValidated: 1204, validationErrors: 0, orphans: 0, renames: 0 },
  ...{
    schemaChanges: [],
    settingChanges: [],
    movedCells: [],
    approvals: [],
    preview: null,
    puttingBackOn: [],
  },
};

export const heldBecause = (): readonly string[] => applyBrakes(STATS).map(({ message }) => message);

export function HeldPlan() {
  return (
    <div className="card min-w-0">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-3">
        <h3 className="mr-auto font-medium">Vendors</h3>
        <Chip tone="warn" word="Held for approval" />
      </div>
      <div className="px-4 py-3">
        <ul className="space-y-1">
          {heldBecause().map((message) => (
            <li key={message} className="font-medium">
              {message}
            </li>
          ))}
        </ul>
        <p className="mt-2 text-ink-soft">
          Somebody approves this very plan, rejects it and has the rows put back, or changes the rule. If
          nobody does, nothing is written and nothing is lost.
        </p>
      </div>
    </div>
  );
}
