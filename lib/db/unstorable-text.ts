import { AppError } from "@/lib/errors";

/** Postgres about a NUL in a text, about one escaped in JSON, and about half of a surrogate pair escaped in JSON. */
const CODES: ReadonlySet<unknown> = new Set(["22021", "22P05"]);
const HALF_PAIR = /invalid input syntax for type json|unexpected end of hex escape/;

interface Failed {
  readonly code?: unknown;
  readonly message?: unknown;
  /** Of Prisma: what Postgres said. */
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: unknown } } };
}

/**
 * What a transaction failed with; where a text of somebody's holds what no Postgres can keep, AppError `invalid-input`
 * in its place. Whoever sent it, by whatever door, may send it otherwise; it is no mistake of ours.
 */
export function withoutUnstorable(thrown: unknown): unknown {
  if (thrown instanceof AppError || typeof thrown !== "object" || thrown === null) return thrown;
  const { code, message, meta } = thrown as Failed;
  const isRefused =
    CODES.has(code) ||
    CODES.has(meta?.driverAdapterError?.cause?.originalCode) ||
    (typeof message === "string" && HALF_PAIR.test(message));
  return isRefused ? unstorableText(thrown) : thrown;
}

const unstorableText = (cause: unknown): AppError =>
  new AppError("invalid-input", "A text holds a character that cannot be kept.", {
    remedy: "Leave out U+0000 and halves of characters, or type the text anew.",
    cause,
  });
