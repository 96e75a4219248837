import { AppError } from "@/lib/errors";
import { postgresCode } from "./postgres-code";

/** Postgres about a NUL in a text, about one escaped in JSON, and about half of a surrogate pair escaped in JSON. */
const CODES: ReadonlySet<unknown> = new Set(["22021", "22P05"]);
const HALF_PAIR = /invalid input syntax for type json|unexpected end of hex escape/;

/**
 * What a transaction failed with; where a text of somebody's holds what no Postgres can keep, AppError `invalid-input`
 * in its place. Whoever sent it, by whatever door, may send it otherwise; it is no mistake of ours.
 */
export function withoutUnstorable(thrown: unknown): unknown {
  if (thrown instanceof AppError || typeof thrown !== "object" || thrown === null) return thrown;
  const { message } = thrown as { readonly message?: unknown };
  const isRefused =
    CODES.has(postgresCode(thrown)) || (typeof message === "string" && HALF_PAIR.test(message));
  return isRefused ? unstorableText(thrown) : thrown;
}

const unstorableText = (cause: unknown): AppError =>
  new AppError("invalid-input", "A text holds a character that cannot be kept.", {
    remedy: "Leave out U+0000 and halves of characters, or type the text anew.",
    cause,
  });
