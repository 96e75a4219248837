import { describe, expect, test } from "vitest";
import { AppError, asAppError, type ErrorKind, httpStatusOf, mayRetry } from "./errors";

const KINDS: Readonly<Record<ErrorKind, readonly [status: number, isRetried: boolean]>> = {
  "invalid-input": [422, false],
  unauthenticated: [401, false],
  forbidden: [403, false],
  "not-found": [404, false],
  stale: [409, false],
  "limit-reached": [402, false],
  halted: [409, false],
  "connection-broken": [424, false],
  "rate-limited": [429, true],
  "upstream-unavailable": [503, true],
  internal: [500, true],
};

describe("a kind", () => {
  test.each(Object.entries(KINDS))(
    "%s has its status and says whether to try again",
    (kind, [status, isRetried]) => {
      const error = new AppError(kind as ErrorKind, "No.");
      expect([httpStatusOf(error), mayRetry(error)]).toEqual([status, isRetried]);
    },
  );
});

describe("asAppError", () => {
  test("keeps what is ours", () => {
    const ours = new AppError("stale", "Look again.", { remedy: "Reload.", retryAfterMs: 5 });
    expect(asAppError(ours)).toBe(ours);
    expect(ours).toMatchObject({ remedy: "Reload.", retryAfterMs: 5, paths: [] });
  });

  test.each([[new Error("TESTONLY_secret")], ["TESTONLY_secret"], [undefined], [{ kind: "stale" }]])(
    "shows nothing of a foreign %s and keeps it as the cause",
    (thrown) => {
      const error = asAppError(thrown);
      expect(error.kind).toBe("internal");
      expect(error.message).not.toContain("TESTONLY");
      expect(error.cause).toBe(thrown);
    },
  );
});
