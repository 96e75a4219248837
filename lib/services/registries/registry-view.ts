import type { RegistryDefinition } from "@/lib/db/registries";
import type { StoredBrakes } from "@/lib/db/stored-registry";
import type { Condition, Filter } from "@/lib/engine/filter";
import { publicId } from "@/lib/ids";
import { mappingVersionOf } from "./mapping-version";
import { type NewColumnView, newColumnsOf } from "./new-columns";

/** The state words of product.md, in the form the API uses. */
export type RegistryState =
  | "draft"
  | "first-sync"
  | "up-to-date"
  | "syncing"
  | "up-to-date-with-issues"
  | "held"
  | "paused"
  | "stopped"
  | "reconnect-needed"
  | "over-limit";

export interface SideView {
  readonly id: string;
  readonly connectionId: string;
  readonly kind: string;
  readonly title: string;
  readonly location: Readonly<Record<string, string | number>>;
  readonly mappings: readonly {
    readonly field: string;
    readonly sideField: string;
    readonly direction: string;
  }[];
  /** How its records find their rows, where it differs from the registry. */
  readonly match: string | null;
  /** Its rows have ids that we write beside them. */
  readonly rowIds: boolean;
}

/** A filter with the fields' names. */
export type FilterView = { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] };

export interface RegistryView {
  readonly id: string;
  readonly name: string;
  readonly key: readonly string[];
  readonly fields: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly target: string | null;
  }[];
  readonly sides: readonly SideView[];
  readonly mode: string;
  readonly schedule: string;
  readonly conflict: string;
  /** The side that wins under the strategy authority. */
  readonly authority: string | null;
  /** By field name, where it differs from the registry. */
  readonly strategies: Readonly<
    Record<string, { readonly strategy: string; readonly authority: string | null }>
  >;
  readonly match: string;
  readonly normalise: boolean;
  readonly winners: { readonly default: string | null; readonly fields: Readonly<Record<string, string>> };
  readonly filter: FilterView | null;
  readonly leaving: string;
  /** By field name: whose decisions may write it, and whether its changes need an approval. */
  readonly access: Readonly<
    Record<
      string,
      { readonly roles?: readonly string[] | undefined; readonly approval?: boolean | undefined }
    >
  >;
  readonly deletes: string;
  /** The limits that differ from the defaults. */
  readonly brakes: StoredBrakes;
  readonly approvalDays: number;
  /** Of fields and mappings: whoever changes them sends it back, and is told where somebody else did so meanwhile. */
  readonly mappingVersion: string;
  /** Columns that runs have found on the sides and that nobody has seen yet. */
  readonly newColumns: readonly NewColumnView[];
  readonly state: RegistryState;
  readonly stateReason: string | null;
  readonly rows: number;
  readonly lastRunId: string | null;
  readonly lastRunAt: string | null;
  readonly nextRunAt: string | null;
  readonly createdAt: string;
}

export function registryView(registry: RegistryDefinition): RegistryView {
  const names = new Map(registry.fields.map((field) => [field.id, field.name]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  const byName = <T, R>(byField: Readonly<Record<string, T>>, view: (value: T) => R): Record<string, R> =>
    Object.fromEntries(Object.entries(byField).map(([id, value]) => [nameOf(id), view(value)]));
  return {
    id: publicId("reg", registry.id),
    name: registry.name,
    key: registry.key.map(nameOf),
    fields: registry.fields.map(({ id, name, type, target }) => ({
      id,
      name,
      type,
      target: target ? publicId("reg", target) : null,
    })),
    sides: registry.sides.map(({ address: { rowIds, ...location }, ...side }) => ({
      id: publicId("sid", side.id),
      connectionId: publicId("con", side.connectionId),
      kind: side.kind,
      title: side.title,
      location,
      mappings: side.mappings.map(({ field, sideField, direction }) => ({
        field: nameOf(field),
        sideField,
        direction,
      })),
      match: side.match,
      rowIds: rowIds === 1,
    })),
    mode: registry.mode,
    schedule: registry.schedule,
    conflict: registry.conflict,
    authority: registry.authority && publicId("sid", registry.authority),
    strategies: byName(registry.strategies, ({ strategy, authority }) => ({
      strategy,
      authority: authority && publicId("sid", authority),
    })),
    match: registry.match,
    normalise: registry.normalise,
    winners: {
      default: registry.winners.default && publicId("sid", registry.winners.default),
      fields: byName(registry.winners.fields, (side) => publicId("sid", side)),
    },
    filter: registry.filter && filterView(registry.filter, nameOf),
    leaving: registry.leaving,
    access: byName(registry.access, (rule) => rule),
    deletes: registry.deletes,
    brakes: registry.brakes,
    approvalDays: registry.approvalDays,
    mappingVersion: mappingVersionOf(registry),
    newColumns: newColumnsOf(registry),
    state: registry.paused ? "paused" : (registry.state as RegistryState),
    stateReason: registry.stateReason,
    rows: registry.rowCount,
    lastRunId: registry.lastRunId && publicId("run", registry.lastRunId),
    lastRunAt: registry.lastRunAt?.toISOString() ?? null,
    nextRunAt: registry.nextRunAt?.toISOString() ?? null,
    createdAt: registry.createdAt.toISOString(),
  };
}

function filterView(filter: Filter, nameOf: (id: string) => string): FilterView {
  const named = (conditions: readonly Condition[]): Condition[] =>
    conditions.map((condition) => ({ ...condition, field: nameOf(condition.field) }));
  return "all" in filter ? { all: named(filter.all) } : { any: named(filter.any) };
}
