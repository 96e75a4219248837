import { describe, expect, it } from "vitest";
import { memoError, readAnswer } from "./answer";
import { sign } from "./signature";

const KEY = "signkey-test-00112233445566778899aabbccddeeff";
const NOW = 1_700_000_000_000;
const read = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readAnswer({ status, headers, text: typeof body === "string" ? body : JSON.stringify(body) }, KEY, NOW);

describe("readAnswer", () => {
  it("200 is the result, also an empty one", () => {
    expect(read(200, { a: 1 })).toEqual({ kind: "result", output: { a: 1 } });
    expect(read(200, "")).toEqual({ kind: "result", output: null });
  });
  it("206 is one op or several, with the version", () => {
    const op = { op: "StepRun", id: "x", data: 1 };
    expect(read(206, op, { "x-inngest-req-version": "2" })).toMatchObject({
      kind: "ops",
      ops: [op],
      version: 2,
    });
    expect(read(206, [op, op])).toMatchObject({ kind: "ops", ops: [op, op], version: null });
  });
  it("206 with anything else may be tried again", () =>
    expect(read(206, [{ op: 1 }])).toMatchObject({ kind: "error", final: false }));
  it("an error is final only when the SDK says so", () => {
    const error = { name: "NonRetriableError", message: "no", stack: "at", __serialized: true };
    expect(read(400, error, { "x-inngest-no-retry": "true" })).toMatchObject({
      kind: "error",
      final: true,
      error: { error: "NonRetriableError", name: "NonRetriableError", message: "no", stack: "at" },
      output: error,
    });
    expect(
      read(500, { error: "step not found" }, { "x-inngest-no-retry": "false", "retry-after": "2" }),
    ).toMatchObject({
      final: false,
      retryAfterMs: 2000,
      error: { error: "invalid status code: 500", name: "Error", message: "step not found" },
    });
    expect(read(401, { message: "Unauthorized" })).toMatchObject({
      final: false,
      error: { error: "invalid status code: 401", name: "Error", message: "Unauthorized" },
    });
    expect(read(502, "<html>")).toMatchObject({ kind: "error", final: false });
  });
  it("a signature must be right where there is one", () => {
    const text = '{"a": 1}';
    const headers = { "x-inngest-signature": sign(text, KEY, NOW / 1000) };
    expect(read(200, text, headers).kind).toBe("result");
    expect(read(200, '{"a": 2}', headers)).toMatchObject({
      kind: "error",
      error: { error: "invalid signature" },
    });
  });
  it("half a surrogate pair becomes a replacement character", () =>
    expect(read(200, '"a\\ud800b"')).toEqual({ kind: "result", output: "a\ufffdb" }));
});

it("memoError keeps name, message and stack", () => {
  expect(memoError({ name: "E", message: "m", stack: "s", __serialized: true })).toEqual({
    name: "E",
    message: "m",
    stack: "s",
  });
  expect(memoError("odd")).toEqual({ name: "Error", message: "odd" });
});
