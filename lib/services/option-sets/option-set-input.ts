import { z } from "zod";

const name = z.string().trim().min(1).max(100);
const option = z.string().min(1).max(200);

/** What a person says of an option set: its options by hand, or where they are read from. */
export const optionSetInput = z
  .strictObject({
    name,
    options: z
      .array(option)
      .min(1)
      .max(1000)
      .optional()
      .describe("The options by hand; each once. Left out where there is a source"),
    source: z
      .strictObject({
        registryId: z.string().max(40),
        field: name.describe("A field of that registry, by name or id; its values are the options"),
      })
      .optional()
      .describe("Where the options are read from: governance that lives in a synced table"),
  })
  .refine(({ options, source }) => (options === undefined) !== (source === undefined), {
    path: ["options"],
    message: "Give the options, or the source that they are read from.",
  })
  .refine(({ options = [] }) => new Set(options).size === options.length, {
    path: ["options"],
    message: "An option is there twice.",
  });

export type OptionSetInput = z.infer<typeof optionSetInput>;
