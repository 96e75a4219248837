import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { type Answer, type HttpAnswer, passing, readAnswer } from "./answer";
import { LIMITS, outputTooLarge, stepTimedOut } from "./limits";
import { reasonOf } from "./log";
import type { CallRequest } from "./request";

/** The connection was never made, so the app has not seen the call. */
const UNDELIVERED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
const LARGEST_ANSWER = LIMITS.runStateBytes + LIMITS.stepOutputBytes;

class AnswerTooLarge extends Error {}

export interface SendOptions {
  readonly method: "POST" | "PUT";
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** One HTTP request on a connection of its own. Rejects on any failure below HTTP and on an answer over 36 MB. */
export function send(request: CallRequest, options: SendOptions): Promise<HttpAnswer> {
  const url = new URL(request.url);
  const start = url.protocol === "https:" ? httpsRequest : httpRequest;
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]);
  return new Promise((resolve, reject) => {
    const headers = { ...request.headers, "content-length": String(Buffer.byteLength(request.text)) };
    const outgoing = start(url, { method: options.method, headers, agent: false, signal }, (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST_ANSWER) incoming.destroy(new AnswerTooLarge("answer too large"));
        else chunks.push(chunk);
      });
      incoming.on("error", reject);
      incoming.on("end", () => {
        const single = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(single) as Record<string, string>,
          text: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(request.text);
  });
}

/** Calls the SDK and reads what it says; every failure is an answer too. Rejects only when `signal` aborts. */
export async function callSdk(
  request: CallRequest,
  signingKey: string,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const answer = await send(request, { method: "POST", timeoutMs: LIMITS.stepMs, signal });
    return readAnswer(answer, signingKey, Date.now());
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof AnswerTooLarge)
      return { kind: "error", error: outputTooLarge(), final: true, retryAfterMs: null };
    if (error instanceof Error && error.name === "TimeoutError") return passing(stepTimedOut());
    const code = String((error as { code?: unknown }).code);
    if (UNDELIVERED.has(code)) return { kind: "undelivered", reason: code };
    return passing({
      name: "Error",
      error: "error performing request",
      message: `The app did not answer: ${reasonOf(error)}`,
    });
  }
}
