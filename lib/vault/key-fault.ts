import { AppError } from "@/lib/errors";

/**
 * Why a key service did not do what it was asked: it asks us to slow down, it did not answer, it refuses the key to us
 * (disabled, gone, no permission), or what was to be unwrapped is not what the key wrapped in this context.
 */
export type KeyFault = "throttled" | "unanswered" | "refused" | "mismatch";

/** One answer of a key service that is no key; `code` is the service's own word for it. */
export class KeyServiceError extends Error {
  constructor(
    readonly fault: KeyFault,
    readonly code: string,
  ) {
    super(`the key service answered ${code}`);
    this.name = "KeyServiceError";
  }
}

/** The vault's key may not be used now, so credentials stay sealed. They are kept, and open once it may be again. */
export class KeyRefused extends AppError {
  constructor(cause: KeyServiceError) {
    super("connection-broken", "The key that seals this connection's credentials may not be used.", {
      remedy: "Nothing is lost. Tell your operator, who has to enable the vault's key again.",
      cause,
    });
  }
}

/** What the last answer of a key service is to everybody else. */
export function keyFailure(error: KeyServiceError): AppError {
  switch (error.fault) {
    case "refused":
      return new KeyRefused(error);
    case "throttled":
    case "unanswered":
      return new AppError("upstream-unavailable", "The service that holds the vault's key did not answer.", {
        remedy: "It is tried again by itself; if it stays so, tell your operator.",
        cause: error,
      });
    case "mismatch":
      return unopenable("it was changed, or belongs to another organization or connection", error);
    default:
      return error.fault satisfies never;
  }
}

export const unopenable = (why: string, cause?: unknown): AppError =>
  new AppError("internal", `A sealed credential does not open: ${why}.`, { cause });
