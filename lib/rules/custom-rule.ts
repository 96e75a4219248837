/** A rule that an organization wrote itself: a formula over the row, or a pattern for one field. */
import { z } from "zod";
import { MAX_PATTERN_LENGTH } from "./linear-pattern.mjs";
import { MAX_EXPRESSION_LENGTH } from "./read-formula";

const common = {
  /** Stable: issues are grouped by it, as `rule:<id>`. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "A rule's id is lower-case letters, digits and hyphens."),
  /** Shown where the rule is broken: what is wrong and how to mend it. */
  message: z
    .string()
    .trim()
    .min(1, "A rule needs a message.")
    .max(300, "A message has at most 300 characters."),
  severity: z.enum(["error", "warning"], 'A severity is "error" or "warning".'),
};

/** `x-rules` of a document. */
export const customRule = z.discriminatedUnion("kind", [
  z.strictObject({
    ...common,
    kind: z.literal("formula"),
    /** CEL over `row` and `before`; must be true. */
    expression: z
      .string()
      .min(1, "A formula is needed.")
      .max(MAX_EXPRESSION_LENGTH, `A formula has at most ${MAX_EXPRESSION_LENGTH} characters.`),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("pattern"),
    field: z.string().min(1).max(200),
    /** To be found somewhere in each value of the field. */
    pattern: z
      .string()
      .min(1, "A pattern is needed.")
      .max(MAX_PATTERN_LENGTH, `A pattern has at most ${MAX_PATTERN_LENGTH} characters.`),
  }),
]);

export type CustomRule = z.infer<typeof customRule>;
