import { z } from "zod";
import { retryAfterMs } from "./backoff";
import { isRecord, parseJson } from "./json";
import type { WireError } from "./limits";
import { signatureHolds } from "./signature";

const opSchema = z.looseObject({
  op: z.string(),
  id: z.string().min(1).max(128),
  name: z.string().optional(),
  displayName: z.string().optional(),
  opts: z.record(z.string(), z.unknown()).nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});
export type Op = z.infer<typeof opSchema>;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

interface Retry {
  /** The SDK has said that trying again is useless. */
  readonly final: boolean;
  readonly retryAfterMs: number | null;
}

/** What an answer of the SDK means. */
export type Answer =
  | ({ readonly kind: "ops"; readonly ops: readonly Op[]; readonly version: number | null } & Retry)
  | { readonly kind: "result"; readonly output: unknown }
  | ({ readonly kind: "error"; readonly error: WireError; readonly output?: unknown } & Retry)
  /** The call never reached the app: it may be made again without counting. */
  | { readonly kind: "undelivered"; readonly reason: string };

/** An error that may pass. */
export const passing = (error: WireError): Answer => ({
  kind: "error",
  error,
  final: false,
  retryAfterMs: null,
});

/** Reads an answer to a call. A signature that is there must be right; one that is not there is not asked for. */
export function readAnswer(answer: HttpAnswer, signingKey: string, nowMs: number): Answer {
  const { status, headers, text } = answer;
  const signature = headers["x-inngest-signature"];
  if (signature !== undefined && !signatureHolds(signature, text, signingKey, Math.round(nowMs / 1000)))
    return passing({
      name: "Error",
      message: "The answer of the app is not signed with our key.",
      error: "invalid signature",
    });
  const retry: Retry = {
    final: headers["x-inngest-no-retry"] === "true",
    retryAfterMs: retryAfterMs(headers["retry-after"], nowMs),
  };
  let body: unknown = null;
  try {
    body = text === "" ? null : parseJson(text);
  } catch {
    const message = "The app did not answer in JSON; is its /api/inngest served there?";
    return {
      kind: "error",
      error: { error: `invalid status code: ${status}`, name: "Error", message },
      ...retry,
    };
  }
  if (status === 200) return { kind: "result", output: body };
  if (status !== 206) return { kind: "error", error: wireError(body, status), output: body, ...retry };
  const parsed = z.array(opSchema).safeParse(Array.isArray(body) ? body : [body]);
  if (!parsed.success)
    return passing({
      name: "Error",
      message: "The app answered with steps that cannot be read.",
      error: "invalid opcode",
    });
  const version = Number(headers["x-inngest-req-version"]);
  return {
    kind: "ops",
    ops: parsed.data,
    version: version === 1 || version === 2 ? version : null,
    ...retry,
  };
}

const textOr = (value: unknown, otherwise: string): string => (typeof value === "string" ? value : otherwise);

/** Any error body in the shape events and memos carry. */
export function wireError(body: unknown, status: number): WireError {
  if (!isRecord(body))
    return { error: `invalid status code: ${status}`, name: "Error", message: textOr(body, "") };
  const known = typeof body.name === "string";
  const error = {
    error: known ? String(body.name) : `invalid status code: ${status}`,
    name: textOr(body.name, "Error"),
    message: textOr(body.message, textOr(body.error, "")),
  };
  return typeof body.stack === "string" ? { ...error, stack: body.stack } : error;
}

/** The error of a step as it is memoised. */
export function memoError(error: unknown): Omit<WireError, "error"> {
  const { error: _code, ...rest } = wireError(error, 206);
  return rest;
}
