import type { Api } from "../../e2e/support/api";
import { Hands } from "../../e2e/support/hands";
import { makeOwnPlaces, type OwnPlaces } from "../../e2e/support/own-places";
import type { Ready } from "../../e2e/support/ready";
import { STAGED_STATES, type StagedState } from "../../e2e/support/screen";
import type { SideName, ThreeSides } from "../../e2e/support/three-sides";

/** What everything is staged with: the demo, its API, and hands on its systems. */
export interface Given {
  readonly ready: Ready;
  readonly api: Api;
  readonly sides: ThreeSides;
}

/** A registry that is staged. */
export interface Made extends OwnPlaces {
  /** Gives the cell of the row with this key another value on that side. */
  edit(
    side: SideName,
    key: string,
    change: { readonly column: string; readonly value: string },
  ): Promise<void>;
  removeRows(side: SideName, keys: readonly string[]): Promise<void>;
}

const KEY = "Lease";
export const COLUMNS = [KEY, "Tenant", "Unit", "Status", "Rent"];
const TENANTS = [
  "Ada Byron",
  "Grace Hopper GmbH",
  "Müller & Söhne Immobilienverwaltung",
  "Katherine Johnson",
];
const STATUSES = ["active", "notice given", "ended"];

const at = <T>(list: readonly T[], nth: number): T => list[nth % list.length] as T;

/** Rows L-001 to as many as are asked for. */
export const leases = (count: number): Record<string, string>[] =>
  Array.from({ length: count }, (_, nth) => ({
    [KEY]: `L-${String(nth + 1).padStart(3, "0")}`,
    Tenant: at(TENANTS, nth),
    Unit: `${at(["A", "B", "C"], nth)}${100 + nth}`,
    Status: at(STATUSES, nth),
    Rent: String(900 + nth * 25),
  }));

/** A registry of leases whose rows stand on one side alone until its first run. */
export async function makeLeases(
  given: Given,
  state: StagedState,
  { rows, on = "notion", settings }: { rows: number; on?: "notion" | "sheet"; settings?: object },
): Promise<Made> {
  const places = await makeOwnPlaces(given, STAGED_STATES[state], {
    columns: COLUMNS,
    rows: { notion: [], postgres: [], sheet: [], [on]: leases(rows) },
    settings: settings ?? {},
  });
  const hands = new Hands(places.sides, KEY);
  const rowsWith = async (side: SideName, keys: readonly string[]) =>
    (await places.sides.read())[side].filter(({ key }) => keys.includes(key));
  return {
    ...places,
    edit: async (side, key, change) => {
      for (const row of await rowsWith(side, [key])) await hands.editCell(side, row, change);
    },
    removeRows: async (side, keys) => hands.remove(side, await rowsWith(side, keys)),
  };
}
