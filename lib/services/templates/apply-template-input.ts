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
});

export type ApplyTemplateInput = z.infer<typeof applyTemplateInput>;
