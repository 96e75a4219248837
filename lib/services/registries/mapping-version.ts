import { hash } from "node:crypto";
import type { RegistryDefinition } from "@/lib/db/registries";
import { AppError } from "@/lib/errors";

/** The same while fields and mappings are the same: what somebody who changes them has looked at. */
export function mappingVersionOf({ fields, sides }: Pick<RegistryDefinition, "fields" | "sides">): string {
  const shape = {
    fields: fields.map(({ id, name, type, target = null }) => [id, name, type, target]),
    sides: sides.map(({ id, mappings }) => [
      id,
      mappings.map(({ field, sideField, direction }) => [field, sideField, direction]),
    ]),
  };
  return hash("sha256", JSON.stringify(shape), "hex").slice(0, 32);
}

/** Throws AppError `stale` where fields or mappings are others than what was looked at. */
export function requireMapping(
  registry: Pick<RegistryDefinition, "fields" | "sides">,
  seen: string | undefined,
): void {
  if (seen === undefined || seen === mappingVersionOf(registry)) return;
  throw new AppError(
    "stale",
    "Somebody changed the mapping since you looked at it. Nothing of yours was saved.",
    {
      remedy: "Look at the mapping as it is now, and change that.",
    },
  );
}
