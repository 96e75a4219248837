import type { Caller } from "@/lib/auth/policy";
import { type Column, type Companies, companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { updateRegistryInput } from "../../registries/registry-input";
import { updateRegistry } from "../../registries/update-registry";
import type { ConflictView } from "../conflict-view";
import { listConflicts } from "../list-conflicts";

export interface DecisionEntry {
  readonly payload: { readonly choice: unknown; readonly key: readonly string[] } | null;
  readonly actor_ref: string;
}

/** Thirty companies whose city and staff a person decides on when sides disagree, and two people who do. */
export interface Disputes {
  readonly world: World;
  readonly caller: Caller;
  readonly registry: Companies;
  change(input: object): Promise<unknown>;
  /** One value in Notion, another in the table. */
  disagree(
    code: string,
    values: readonly [inNotion: string, inTable: string],
    column?: Column,
  ): Promise<void>;
  open(code: string): Promise<ConflictView>;
  resolved(code: string): Promise<ConflictView | undefined>;
  /** The cell on all sides, which are equal. */
  cell(code: string, column?: Column): Promise<string | undefined>;
  /** Carries the run that a decision asked for to its end. */
  carried(runId: string | null): ReturnType<World["carry"]>;
  inLedger(action: string): Promise<DecisionEntry[]>;
}

export async function openDisputes(): Promise<Disputes> {
  const world = await openWorld();
  const { caller } = world.tenant;
  const strategies = { City: { strategy: "manual" }, Staff: { strategy: "manual" } };
  const registry = await makeCompanies(world, { notion: companies(1, 30), settings: { strategies } });
  await registry.run();
  const found = async (code: string, state: "open" | "resolved") => {
    const { data } = await listConflicts(caller, registry.id, { cursor: null, state });
    return data.find(({ key }) => key[0] === code);
  };
  return {
    world,
    caller,
    registry,
    change: (input) => updateRegistry(caller, registry.id, updateRegistryInput.parse(input)),
    disagree: async (code, [inNotion, inTable], column = "City") => {
      await registry.notion.edit(code, column, inNotion);
      await registry.table.edit(code, column, inTable);
    },
    open: async (code) => {
      const waiting = await found(code, "open");
      if (!waiting) throw new Error(`no open conflict of ${code}`);
      return waiting;
    },
    resolved: (code) => found(code, "resolved"),
    cell: async (code, column = "City") =>
      (await registry.equal()).find((row) => row.Code === code)?.[column],
    carried: (runId) => world.carry({ id: runId ?? "" } as never),
    inLedger: async (action) => {
      const entries = await world.ours<{ payload: string; actor_ref: string }>(
        "select payload, leaf::jsonb->'actor'->>'ref' as actor_ref from ledger.entry where action = $1 order by seq",
        [action],
      );
      return entries.map(({ payload, actor_ref }) => ({ payload: JSON.parse(payload), actor_ref }));
    },
  };
}
