import type { z } from "zod";
import { AppError, type ErrorKind, httpStatusOf } from "@/lib/errors";

/** What HTTP itself refuses, before anybody is asked: AppError has no kind for these. */
export type BadRequestKind =
  | "malformed-body"
  | "method-not-allowed"
  | "body-too-large"
  | "unsupported-media-type";

export interface BadRequest {
  readonly kind: BadRequestKind;
  readonly detail: string;
  readonly remedy: string;
}

export const BODY_TOO_LARGE: BadRequest = {
  kind: "body-too-large",
  detail: "The body is too large.",
  remedy: "Send less in one call.",
};

const BAD_REQUEST_STATUS: Record<BadRequestKind, number> = {
  "malformed-body": 400,
  "method-not-allowed": 405,
  "body-too-large": 413,
  "unsupported-media-type": 415,
};

const TITLE: Record<ErrorKind | BadRequestKind, string> = {
  "malformed-body": "The body is not JSON",
  "method-not-allowed": "The address has no such method",
  "body-too-large": "The body is too large",
  "unsupported-media-type": "The content type is not JSON",
  "invalid-input": "The input cannot be accepted",
  unauthenticated: "Not authenticated",
  forbidden: "Not allowed",
  "not-found": "Not found",
  stale: "Changed meanwhile",
  "limit-reached": "The plan's limit is reached",
  halted: "Held for a person",
  "connection-broken": "A connected system refuses us",
  "rate-limited": "Too many requests",
  "upstream-unavailable": "A connected system does not answer",
  internal: "Our mistake",
};

/** Kinds that are worth another try have a time for it, in seconds, where the error names none. */
const RETRY_AFTER_SECONDS: Partial<Record<ErrorKind, number>> = {
  "rate-limited": 10,
  "upstream-unavailable": 10,
};

export const problemType = (kind: ErrorKind | BadRequestKind): string => `urn:chittysync:problem:${kind}`;

const OUR_MISTAKE = "Something went wrong on our side. The requestId finds it in our log.";

/** A refusal as RFC 9457 puts it. Of our own mistakes it says nothing but that there was one. */
export function problemOf(refused: AppError | BadRequest, requestId: string): Response {
  const failure = refused.kind === "internal" ? new AppError("internal", OUR_MISTAKE) : refused;
  const isBad = !(failure instanceof AppError);
  const status = isBad ? BAD_REQUEST_STATUS[failure.kind] : httpStatusOf(failure);
  const body = {
    type: problemType(failure.kind),
    title: TITLE[failure.kind],
    status,
    detail: isBad ? failure.detail : failure.message,
    ...(failure.remedy !== null && { remedy: failure.remedy }),
    paths: isBad ? [{ path: "", message: failure.detail }] : failure.paths,
    requestId,
  };
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "private, no-store",
  });
  if (status === 401) headers.set("www-authenticate", "Bearer");
  const retryAfter = isBad ? null : retryAfterSeconds(failure);
  if (retryAfter !== null) headers.set("retry-after", String(retryAfter));
  return new Response(JSON.stringify(body), { status, headers });
}

function retryAfterSeconds({ kind, retryAfterMs }: AppError): number | null {
  const fallback = RETRY_AFTER_SECONDS[kind];
  if (retryAfterMs !== null) return Math.max(1, Math.ceil(retryAfterMs / 1000));
  return fallback ?? null;
}

const MOST_PATHS = 50;
const MOST_CHARACTERS = 300;

/** What a schema refused, each fault at its JSON pointer. Never repeats a value that was sent. */
export function invalidInput(issues: readonly z.core.$ZodIssue[]): AppError {
  const paths = issues.flatMap((issue) => faultsOf(issue, [])).slice(0, MOST_PATHS);
  return new AppError("invalid-input", "Some of what was sent cannot be accepted.", { paths });
}

type Steps = readonly PropertyKey[];

function faultsOf(issue: z.core.$ZodIssue, before: Steps): { path: string; message: string }[] {
  const steps = [...before, ...issue.path];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: pointer([...steps, key]), message: "There is no such key." }));
  const closest = issue.code === "invalid_union" ? closestBranch(issue.errors) : null;
  if (closest) return closest.flatMap((nested) => faultsOf(nested, steps));
  return [{ path: pointer(steps), message: issue.message.slice(0, MOST_CHARACTERS) }];
}

/** Of several forms none of which fits, the one that is nearest to fitting: its faults are the useful ones. */
const closestBranch = (branches: readonly (readonly z.core.$ZodIssue[])[]) =>
  branches
    .filter((branch) => branch.length > 0)
    .reduce<readonly z.core.$ZodIssue[] | null>(
      (best, branch) => (best && best.length <= branch.length ? best : branch),
      null,
    );

/** RFC 6901. */
const pointer = (steps: Steps): string =>
  steps
    .map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("")
    .slice(0, MOST_CHARACTERS);
