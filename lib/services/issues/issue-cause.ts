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

/** What narrows the rows that are asked for; what is left out, does not. */
export const issueRowsInput = z.strictObject({
  side: z.string().max(40).nullable().default(null).describe("A side, by id"),
  field: z
    .string()
    .max(100)
    .nullable()
    .default(null)
    .describe("A field, by name or id; empty: none is named"),
  reason: z.string().max(200).nullable().default(null),
});

export type IssueRowsInput = z.infer<typeof issueRowsInput>;

/** The group as it is stored. A field that the registry no longer has is named as the list names it. */
export const causeOf = (
  { side, field, reason }: IssueCauseInput,
  registry: RegistryDefinition,
): IssueCause => ({ sideId: sideOf(side, registry), field: fieldOf(field ?? "", registry), reason });

export function sideOf(side: string, { sides }: RegistryDefinition): string {
  const sideId = uuidOf("sid", side);
  if (sideId && sides.some(({ id }) => id === sideId)) return sideId;
  throw new AppError("not-found", "The registry has no such side.");
}

export const fieldOf = (field: string, { fields }: RegistryDefinition): string =>
  fields.find(({ id }) => id === field)?.id ?? fields.find(({ name }) => name === field)?.id ?? field;
