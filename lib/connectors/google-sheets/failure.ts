import { AppError } from "@/lib/errors";

/**
 * Why Google did not do as asked. All but `unavailable` are sure to have changed nothing; with `barred` nothing was even
 * sent, for our own way out refused it.
 */
export type Failure =
  | { readonly kind: "unauthorized" }
  | { readonly kind: "forbidden"; readonly because: Forbidding }
  | { readonly kind: "not-found" }
  | { readonly kind: "rate-limited"; readonly retryAfterMs: number }
  | { readonly kind: "rejected"; readonly because: Rejection }
  | { readonly kind: "barred"; readonly error: AppError }
  | { readonly kind: "unavailable"; readonly guard: AppError | null };

/** No right to the file, no consent to what was asked for, or an API that the project of the credentials has not turned on. */
export type Forbidding =
  | { readonly reason: "access" | "scope" }
  | { readonly reason: "disabled"; readonly service: Service | null; readonly project: string | null };

export type Service = "sheets" | "drive";

export type Rejection = "fence-in-use" | "protected" | "cell-limit" | "too-long" | "bad-range" | "other";

/** Google refills quotas at each full minute and names no time in its answers. */
const MINUTE_MS = 60_000;

/** Words of Google's 400 answers; a message that none of them fits is `other`. */
const REJECTIONS: readonly (readonly [RegExp, Rejection])[] = [
  [/createDeveloperMetadata|metadata.*already in use/i, "fence-in-use"],
  [/protected (cell|range|sheet)/i, "protected"],
  [/limit of 10000000 cells/i, "cell-limit"],
  [/50000 characters/i, "too-long"],
  [/unable to parse range|exceeds grid limits/i, "bad-range"],
];

const RATE_REASONS = new Set(["RATE_LIMIT_EXCEEDED", "rateLimitExceeded", "userRateLimitExceeded"]);

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** What the official client threw, sorted. Nothing of the thrown error is kept: it holds headers and bodies. */
export function failureOf(thrown: unknown): Failure {
  const error = objectOf(thrown);
  if (error.response === undefined) {
    if (error.cause instanceof AppError) return wayOutFailure(error.cause);
    // The client wraps what the network does in errors that carry `config`; others are about the credentials.
    return "config" in error ? { kind: "unavailable", guard: null } : { kind: "unauthorized" };
  }
  const response = objectOf(error.response);
  const body = objectOf(response.data).error;
  if (typeof body === "string") return oauthFailure(Number(response.status));
  return apiFailure(Number(response.status), objectOf(body), response.headers);
}

/** Our way out tells of what became of a request it sent in these two kinds; all others it throws before. */
function wayOutFailure(error: AppError): Failure {
  const mayBeSent = error.kind === "upstream-unavailable" || error.kind === "internal";
  return mayBeSent ? { kind: "unavailable", guard: error } : { kind: "barred", error };
}

/** The failure of a call that another one was waiting for: that one never left. */
export const unsent = (failure: Failure): Failure =>
  failure.kind === "unavailable" ? { kind: "barred", error: appErrorOf(failure) } : failure;

/** A token endpoint answers `{error: "invalid_grant"}`, never the API's error object. */
function oauthFailure(status: number): Failure {
  if (status === 429) return { kind: "rate-limited", retryAfterMs: MINUTE_MS };
  return status >= 500 ? { kind: "unavailable", guard: null } : { kind: "unauthorized" };
}

function apiFailure(status: number, body: Record<string, unknown>, headers: unknown): Failure {
  if (status === 401) return { kind: "unauthorized" };
  if (status === 404) return { kind: "not-found" };
  if (status === 429) return { kind: "rate-limited", retryAfterMs: retryAfter(headers) };
  if (status === 403) {
    const reasons = [body.details, body.errors].flatMap((list) => (Array.isArray(list) ? list : []));
    const limited = reasons.some((entry) => RATE_REASONS.has(String(objectOf(entry).reason)));
    if (limited) return { kind: "rate-limited", retryAfterMs: retryAfter(headers) };
    return { kind: "forbidden", because: forbiddingIn(reasons.map(objectOf)) };
  }
  if (status >= 400 && status < 500 && status !== 408) {
    const message = String(body.message ?? "");
    const because = REJECTIONS.find(([words]) => words.test(message))?.[1] ?? "other";
    return { kind: "rejected", because };
  }
  return { kind: "unavailable", guard: null };
}

const SCOPE_REASONS = new Set(["ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"]);
const DISABLED_REASONS = new Set(["SERVICE_DISABLED", "accessNotConfigured"]);

function forbiddingIn(reasons: readonly Record<string, unknown>[]): Forbidding {
  if (reasons.some(({ reason }) => DISABLED_REASONS.has(String(reason)))) {
    const told = reasons.map(({ metadata }) => objectOf(metadata)).find(({ service }) => service);
    const [, service = null] = /^(sheets|drive)\.googleapis\.com$/.exec(String(told?.service)) ?? [];
    const [, project = null] = /^projects\/([\w-]{1,40})$/.exec(String(told?.consumer)) ?? [];
    return { reason: "disabled", service: service as Service | null, project };
  }
  return { reason: reasons.some(({ reason }) => SCOPE_REASONS.has(String(reason))) ? "scope" : "access" };
}

function retryAfter(headers: unknown): number {
  const seconds = headers instanceof Headers ? Number(headers.get("retry-after") ?? Number.NaN) : Number.NaN;
  return Number.isFinite(seconds) && seconds > 0 && seconds <= 3_600 ? seconds * 1_000 : MINUTE_MS;
}

/** The failure as the one error that leaves this connector. */
export function appErrorOf(failure: Failure): AppError {
  switch (failure.kind) {
    case "unauthorized":
      return new AppError(
        "connection-broken",
        "Google no longer accepts this connection: reconnect needed.",
        {
          remedy: "Reconnect the Google account, or give a new service account key.",
        },
      );
    case "forbidden":
      return forbiddenError(failure.because);
    case "not-found":
      return new AppError("connection-broken", "The spreadsheet was not found with this connection.", {
        remedy:
          "Restore it, share it with the connected account, or choose it under Connections, Spreadsheets.",
      });
    case "rate-limited":
      return new AppError("rate-limited", "Google asks us to slow down.", {
        retryAfterMs: failure.retryAfterMs,
      });
    case "rejected":
      return rejectionError(failure.because);
    case "barred":
      return failure.error;
    case "unavailable":
      return failure.guard ?? new AppError("upstream-unavailable", "Google did not answer as it should.");
  }
}

function forbiddenError(because: Forbidding): AppError {
  switch (because.reason) {
    case "access":
      return new AppError("connection-broken", "Google refuses this connection access to the spreadsheet.", {
        remedy:
          "Share the spreadsheet with the connected account as an editor, or reconnect with Sheets access.",
      });
    case "scope":
      return new AppError("connection-broken", "The account did not agree to what this needs.", {
        remedy: "Reconnect the Google account and leave all boxes ticked.",
      });
    case "disabled":
      return new AppError(
        "connection-broken",
        `${disabledApi(because.service)} is turned off in its project.`,
        {
          remedy: `Enable it at ${enableAddress(because)}, and try again in a few minutes.`,
        },
      );
  }
}

const disabledApi = (service: Service | null): string =>
  service === null
    ? "Google's Sheets or Drive API"
    : `Google's ${service === "sheets" ? "Sheets" : "Drive"} API`;

/** Where the owner of the project turns the API on. */
export function enableAddress({ service, project }: Extract<Forbidding, { reason: "disabled" }>): string {
  const page = service === null ? "apis/dashboard" : `apis/library/${service}.googleapis.com`;
  return `https://console.cloud.google.com/${page}${project === null ? "" : `?project=${project}`}`;
}

function rejectionError(because: Rejection): AppError {
  switch (because) {
    case "fence-in-use":
    case "bad-range":
      return new AppError("upstream-unavailable", "The sheet was changed before our request reached it.", {
        remedy: "Nothing was written; the next attempt reads the sheet again.",
      });
    case "protected":
      return new AppError("connection-broken", "A part of the sheet is protected from this account.", {
        remedy: "Let the connected account edit the protected ranges (Data > Protect sheets and ranges).",
      });
    case "cell-limit":
      return new AppError("connection-broken", "The spreadsheet has no room below 10 million cells.", {
        remedy: "Delete tabs, columns or empty rows that are not needed.",
      });
    case "too-long":
    case "other":
      return new AppError("internal", "Google did not understand our request; nothing was changed.");
  }
}
