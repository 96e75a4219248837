import type { BrakeLimits, RegistryDefinition } from "@/lib/db/registries";
import { publicId } from "@/lib/ids";

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
}

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
  readonly match: string;
  readonly deletes: string;
  /** The limits that differ from the defaults. */
  readonly brakes: BrakeLimits;
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
  return {
    id: publicId("reg", registry.id),
    name: registry.name,
    key: registry.key.map((id) => names.get(id) ?? id),
    fields: registry.fields.map(({ id, name, type, target }) => ({
      id,
      name,
      type,
      target: target ? publicId("reg", target) : null,
    })),
    sides: registry.sides.map((side) => ({
      id: publicId("sid", side.id),
      connectionId: publicId("con", side.connectionId),
      kind: side.kind,
      title: side.title,
      location: side.address,
      mappings: side.mappings.map(({ field, sideField, direction }) => ({
        field: names.get(field) ?? field,
        sideField,
        direction,
      })),
    })),
    mode: registry.mode,
    schedule: registry.schedule,
    conflict: registry.conflict,
    authority: registry.authority && publicId("sid", registry.authority),
    match: registry.match,
    deletes: registry.deletes,
    brakes: registry.brakes,
    state: registry.paused ? "paused" : (registry.state as RegistryState),
    stateReason: registry.stateReason,
    rows: registry.rowCount,
    lastRunId: registry.lastRunId && publicId("run", registry.lastRunId),
    lastRunAt: registry.lastRunAt?.toISOString() ?? null,
    nextRunAt: registry.nextRunAt?.toISOString() ?? null,
    createdAt: registry.createdAt.toISOString(),
  };
}
