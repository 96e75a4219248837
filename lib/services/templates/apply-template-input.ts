import { z } from "zod";

export const applyTemplateInput = z.strictObject({
  sides: z
    .array(
      z.strictObject({
        connectionId: z.string().max(40),
        location: z
          .record(z.string(), z.union([z.string(), z.number()]))
          .optional()
          .describe("The place as it is there; left out: it is still to be made"),
      }),
    )
    .max(10),
  optionSets: z
    .record(
      z.string().max(100),
      z.string().regex(/^ops_[0-9a-z]{1,60}$/, "This is not the id of an option set."),
    )
    .default({})
    .describe(
      "By name of the template's option sets that are kept: the id; the schema then takes its options from them",
    ),
});

export type ApplyTemplateInput = z.infer<typeof applyTemplateInput>;
