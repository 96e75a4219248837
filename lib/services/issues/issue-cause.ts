import { z } from "zod";
import type { RegistryDefinition } from "@/lib/db/registries";
import type { IssueCause } from "@/lib/db/rows/browse-issues";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";

/** What names one group of issues, as the list of groups shows it. */
export const issueCauseInput = z.strictObject({
  side: z.string().max(40).describe("A side, by id"),
  field: z
    .string()
    .max(100)
    .nullable()
    .default(null)
    .describe("The field's name or id; null where there is none"),
  reason: z.string().min(1).max(200),
});

export type IssueCauseInput = z.infer<typeof issueCauseInput>;

/** The group as it is stored. A field that the registry no longer has may be named as the list names it. */
export function causeOf({ side, field, reason }: IssueCauseInput, registry: RegistryDefinition): IssueCause {
  const sideId = uuidOf("sid", side);
  if (!sideId || !registry.sides.some(({ id }) => id === sideId))
    throw new AppError("not-found", "The registry has no such side.");
  const known =
    registry.fields.find(({ id }) => id === field) ?? registry.fields.find(({ name }) => name === field);
  return { sideId, field: known?.id ?? field ?? "", reason };
}
