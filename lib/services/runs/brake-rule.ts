import type { RegistryDefinition } from "@/lib/db/registries";
import type { StoredBrakes } from "@/lib/db/stored-registry";
import { type BrakeLimits, DEFAULT_LIMITS } from "@/lib/engine/brakes";

/** The settings that a brake goes by, under their names in the registry's `brakes`, as they are now. */
export type BrakeRule =
  | {
      readonly kind: "share";
      readonly share: { readonly name: keyof StoredBrakes; readonly value: number };
      readonly floor: { readonly name: keyof StoredBrakes; readonly value: number };
    }
  | {
      readonly kind: "gate";
      readonly gate: { readonly name: keyof StoredBrakes; readonly value: "hold" | "allow" };
    };

interface Share {
  readonly share: "deletedShare" | "changedShare" | "invalidShare";
  readonly floor: "deletedFloor" | "changedFloor" | "invalidFloor";
  readonly usual: "deletes" | "changedRows" | "validationErrors";
}

const DELETES: Share = { share: "deletedShare", floor: "deletedFloor", usual: "deletes" };
const SHARES: Readonly<Record<string, Share>> = {
  deletes: DELETES,
  "deletes-24h": DELETES,
  "most-rows-changed": { share: "changedShare", floor: "changedFloor", usual: "changedRows" },
  "validation-errors": { share: "invalidShare", floor: "invalidFloor", usual: "validationErrors" },
};

const GATES: Readonly<Record<string, "schemaChange" | "orphans" | "renames" | "movedCells">> = {
  "schema-change": "schemaChange",
  orphans: "orphans",
  renames: "renames",
  "moved-cells": "movedCells",
};

/** The rule behind a brake; null for those that no setting lifts. */
export function brakeRule(brake: string, { brakes }: Pick<RegistryDefinition, "brakes">): BrakeRule | null {
  const gate = GATES[brake];
  if (gate) return { kind: "gate", gate: { name: gate, value: brakes[gate] ?? DEFAULT_LIMITS[gate] } };
  const own = SHARES[brake];
  if (!own) return null;
  const usual: BrakeLimits[Share["usual"]] = DEFAULT_LIMITS[own.usual];
  return {
    kind: "share",
    share: { name: own.share, value: brakes[own.share] ?? usual.fraction },
    floor: { name: own.floor, value: brakes[own.floor] ?? usual.floor },
  };
}
