import type { RegistryDefinition, SideDefinition } from "@/lib/db/registries";
import type { Direction } from "@/lib/engine/field";
import type { Random } from "../chaos/random";
import { FIELD_IDS, FIELDS, KEY } from "./fields";
import { TRAITS } from "./traits";

export interface DrawnRegistry {
  readonly definition: RegistryDefinition;
  readonly directions: Readonly<Record<string, Readonly<Record<string, Direction>>>>;
}

const STRATEGIES = ["last-write-wins", "last-write-wins", "hash", "authority", "manual"] as const;
const DELETES = ["propagate", "propagate", "hold", "never"] as const;
const MATCHES = ["match-then-create", "match-then-create", "match-then-create", "create-only"] as const;

/** How often one field of one side is not in both directions. */
const ONE_WAY = 0.3;

/** A registry over the three systems, as somebody might have set it up. */
export function drawRegistry(
  random: Random,
  { uuid, at }: { uuid(): string; readonly at: Date },
): DrawnRegistry {
  const ids = TRAITS.map(() => uuid());
  const odd = random.next() < ONE_WAY ? drawOneWay(random) : null;
  const directionsOf = (name: string): Record<string, Direction> =>
    Object.fromEntries(
      FIELD_IDS.map((id) => [id, odd?.side === name && odd.field === id ? odd.direction : "both"]),
    );
  const sides = TRAITS.map(
    ({ name }, position): SideDefinition => ({
      id: ids[position] ?? "",
      connectionId: uuid(),
      kind: "memory",
      title: name,
      address: { table: name },
      mappings: Object.entries(directionsOf(name)).map(([field, direction]) => ({
        field,
        sideField: field,
        direction,
      })),
      position,
      match: null,
    }),
  );
  return {
    definition: { ...settingsOf(random, ids), ...untouched(uuid(), at), sides },
    directions: Object.fromEntries(sides.map(({ id, title }) => [id, directionsOf(title)])),
  };
}

function drawOneWay(random: Random) {
  const direction: Direction = random.pick(["in", "out", "off"]);
  return {
    side: random.pick(TRAITS).name,
    field: random.pick(FIELD_IDS.filter((id) => id !== KEY)),
    direction,
  };
}

const settingsOf = (random: Random, sideIds: readonly string[]) =>
  ({
    name: "Simulated",
    fields: FIELDS,
    retiredFields: [],
    key: [KEY],
    mode: "bidirectional",
    schedule: "15m",
    conflict: random.pick(STRATEGIES),
    authority: random.pick(sideIds),
    strategies: {},
    match: random.pick(MATCHES),
    normalise: false,
    winners: { default: null, fields: {} },
    filter: null,
    leaving: "keep",
    access: {},
    deletes: random.pick(DELETES),
    // With so few rows the usual floors would never hold anything.
    brakes: { deletedFloor: random.between(0, 3), changedFloor: random.between(3, 30) },
    approvalDays: 7,
  }) satisfies Partial<RegistryDefinition>;

const untouched = (id: string, createdAt: Date) => ({
  ...{ id, createdAt, paused: false, dirty: false, recheck: 0, rechecked: 0, baseline: null, failures: 0 },
  ...{ state: "draft", stateReason: null, rowCount: 0, lastRunId: null, lastRunAt: null, nextRunAt: null },
});
