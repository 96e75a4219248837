import "server-only";
import { hash } from "node:crypto";
import type { Connector, SideConnector, SideShape } from "@/lib/connectors/connector";
import type { RegistryDefinition, SideDefinition } from "@/lib/db/registries";
import type { Direction, Field } from "@/lib/engine/field";
import { AppError } from "@/lib/errors";
import { type CallMeter, metered } from "./call-meter";

/** One side of the run's registry, opened when it is first needed. */
export interface OpenSide {
  readonly definition: SideDefinition;
  readonly connector: SideConnector;
  /** The fields that are not off here, sorted by id: what is hashed. */
  readonly fields: readonly Field[];
  readonly sortedIds: readonly string[];
  readonly directions: Readonly<Record<string, Direction>>;
  /** The place as it was when this worker first asked; a connector knows its columns' types only after it. */
  shape(): Promise<SideShape>;
}

export const digest = (text: string): string => hash("sha256", text, "hex");

/** The sides of one run; connections are shared between sides and closed together. */
export class OpenSides {
  private readonly connections = new Map<string, Promise<Connector>>();
  private readonly opened = new Map<string, Promise<OpenSide>>();

  constructor(
    private readonly connect: (connectionId: string) => Promise<Connector>,
    private readonly registry: RegistryDefinition,
    private readonly meter: CallMeter,
  ) {}

  open(sideId: string): Promise<OpenSide> {
    const known = this.opened.get(sideId) ?? this.openSide(sideId);
    this.opened.set(sideId, known);
    return known;
  }

  all(): Promise<OpenSide[]> {
    return Promise.all(this.registry.sides.map((side) => this.open(side.id)));
  }

  async close(): Promise<void> {
    const connections = await Promise.allSettled(this.connections.values());
    await Promise.allSettled(
      connections.map((opened) => (opened.status === "fulfilled" ? opened.value.close() : null)),
    );
  }

  private async openSide(sideId: string): Promise<OpenSide> {
    const definition = this.registry.sides.find((side) => side.id === sideId);
    if (!definition) throw new AppError("not-found", "The registry no longer has this side.");
    const known = this.connections.get(definition.connectionId) ?? this.connect(definition.connectionId);
    this.connections.set(definition.connectionId, known);
    const connection = await known;
    const byId = new Map(this.registry.fields.map((field) => [field.id, field]));
    const mappings = definition.mappings.filter(
      (mapping) => mapping.direction !== "off" && byId.has(mapping.field),
    );
    const mapped = mappings.map((mapping) => ({
      field: byId.get(mapping.field) as Field,
      sideField: mapping.sideField,
      writable: mapping.direction !== "in",
    }));
    const place = { address: definition.address, mapped, key: this.registry.key };
    const connector = metered(connection.side(place), this.meter);
    let shape: Promise<SideShape> | null = null;
    const fields = mapped.map((entry) => entry.field).sort((a, b) => (a.id < b.id ? -1 : 1));
    return {
      definition,
      connector,
      fields,
      sortedIds: fields.map((field) => field.id),
      directions: Object.fromEntries(mappings.map((mapping) => [mapping.field, mapping.direction])),
      shape: () => {
        shape ??= connector.shape();
        return shape;
      },
    };
  }
}
