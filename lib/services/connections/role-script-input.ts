import { z } from "zod";

/** As PostgreSQL bounds them: 63 bytes, no NUL. */
const identifier = z
  .string()
  .trim()
  .min(1)
  .refine((name) => Buffer.byteLength(name) <= 63 && name.isWellFormed() && !/\p{Cc}/u.test(name), {
    error: "A name has at most 63 bytes and no control characters.",
  });

export const roleScriptInput = z.strictObject({
  role: identifier,
  schema: identifier,
  tables: z
    .array(z.strictObject({ name: identifier, key: z.array(identifier).max(32) }))
    .min(1)
    .max(100),
  access: z.enum(["read", "read-write"]),
});
export type RoleScriptInput = z.infer<typeof roleScriptInput>;
