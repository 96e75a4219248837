import { z } from "zod";
import { delayMs, durationMs } from "./durations";
import { isExpression } from "./expression";
import { LIMITS } from "./limits";

const text = z.string().min(1).max(1024);
const expression = z.string().max(4096).refine(isExpression, "is not a CEL expression");
const duration = z.string().refine((value) => durationMs(value) !== null, "is not a duration");
const timeLimit = z
  .string()
  .refine((value) => delayMs(value, 0) !== null, "is neither a duration nor a date");

const concurrency = z.object({
  limit: z.number().int().nonnegative(),
  key: expression.optional(),
  scope: z.enum(["fn", "env", "account"]).optional(),
});

/** One entry of `functions` in a registration, as SDK 4.24 writes it. Unknown fields are kept out. */
const functionSchema = z.object({
  id: text,
  name: z.string().max(1024).optional(),
  triggers: z
    .array(
      z.union([
        z.object({ event: text, expression: expression.optional() }),
        z.object({ cron: text, jitter: z.string().optional() }),
      ]),
    )
    .max(50),
  steps: z.object({
    step: z.object({
      runtime: z.object({ type: z.literal("http"), url: z.url({ protocol: /^https?$/ }) }),
      retries: z.object({ attempts: z.number().int().nonnegative().optional() }).optional(),
    }),
  }),
  idempotency: expression.optional(),
  batchEvents: z
    .object({
      maxSize: z.number().int().positive(),
      timeout: duration,
      key: expression.optional(),
      if: expression.optional(),
    })
    .optional(),
  rateLimit: z
    .object({ key: expression.optional(), limit: z.number().int().positive(), period: duration })
    .optional(),
  throttle: z
    .object({
      key: expression.optional(),
      limit: z.number().int().positive(),
      period: duration,
      burst: z.number().int().nonnegative().optional(),
    })
    .optional(),
  singleton: z.object({ key: expression.optional(), mode: z.enum(["skip", "cancel"]) }).optional(),
  debounce: z
    .object({ key: expression.optional(), period: duration, timeout: duration.optional() })
    .optional(),
  cancel: z
    .array(z.object({ event: text, if: expression.optional(), timeout: timeLimit.optional() }))
    .max(10)
    .optional(),
  timeouts: z.object({ start: duration.optional(), finish: duration.optional() }).optional(),
  priority: z.object({ run: expression.optional() }).optional(),
  concurrency: z.union([z.number().int().nonnegative(), concurrency, z.array(concurrency).max(2)]).optional(),
});

export type FunctionConfig = z.infer<typeof functionSchema>;
type ConcurrencyRule = z.infer<typeof concurrency>;

export const registrationSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  appName: text,
  sdk: z.string().max(128),
  functions: z.array(functionSchema).max(1000),
});

/** Attempts in all: retries + 1; the SDK leaves the number out for the default of four retries. */
export const maxAttempts = (fn: FunctionConfig): number =>
  Math.min(fn.steps.step.retries?.attempts ?? 4, LIMITS.retries) + 1;

/** The function's concurrency rules; a limit of 0 means none. */
export function concurrencyRules(fn: FunctionConfig): readonly ConcurrencyRule[] {
  const given = fn.concurrency ?? [];
  const rules = typeof given === "number" ? [{ limit: given }] : Array.isArray(given) ? given : [given];
  return rules.filter((rule) => rule.limit > 0);
}

export const cronsOf = (fn: FunctionConfig): string[] =>
  fn.triggers.flatMap((trigger) => ("cron" in trigger ? [trigger.cron] : []));
