import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "@/lib/errors";
import { type AddressPolicy, addressPolicy } from "./address";
import { bounded } from "./bounded-body";
import { boundReceipt } from "./bounded-receipt";
import { type CheckedAddress, checkedAddresses, type Lookup } from "./resolve";

export interface FetchGuard {
  /** Origins reached as they stand, http included: the providers' base URLs that the operator configured. */
  readonly origins: readonly string[];
  /** May other public https servers be reached at all? */
  readonly publicHttps: boolean;
  /** The operator's exceptions among addresses, for servers that are not in `origins`. */
  readonly allow: readonly string[];
  /** Plain http too, but only at addresses of `allow`: for an installation that itself is on a loopback address. */
  readonly httpToAllowed?: boolean;
  /** Bytes of one request's or answer's body, after decompression. */
  readonly maxBytes: number;
  /** Milliseconds from the call to the last byte of the body. */
  readonly timeoutMs: number;
  /**
   * For how long an unused connection waits for the next call, in ms; left out, none does, as it must be where customers
   * name the hosts: theirs would stay open for as long as they like.
   */
  readonly keepAliveMs?: number;
  /** Replaces the system's resolver in tests. */
  readonly lookup?: Lookup;
}

/**
 * A `fetch` that reaches only where the guard allows, at checked and pinned addresses, and follows no
 * redirect. Failures are AppErrors, except that an abort by the caller's signal rejects with its reason.
 */
export function guardedFetch(guard: FetchGuard): typeof globalThis.fetch {
  const policy = addressPolicy(guard.allow);
  const origins = new Set(guard.origins.map((url) => new URL(url).origin));
  const agents = agentsFor(guard);
  return async (input, init) => {
    const request = requestOf(input, init);
    const url = new URL(request.url);
    const pinned = origins.has(url.origin) ? null : await publicAddress(url, guard, policy);
    const body = Buffer.from(await request.arrayBuffer());
    if (body.length > guard.maxBytes)
      throw new AppError("invalid-input", "The request is too large to send.");
    const headers: Record<string, string> = { "accept-encoding": "gzip" };
    request.headers.forEach((value, name) => {
      if (!HOP_HEADERS.has(name)) headers[name] = value;
    });
    if (body.length > 0 || BODY_METHODS.has(request.method)) headers["content-length"] = String(body.length);
    const options: RequestOptions = {
      method: request.method,
      headers,
      agent: url.protocol === "https:" ? agents.https : agents.http,
      ...(pinned && { lookup: pinnedLookup(pinned), family: pinned.family }),
    };
    return exchange(url, options, { body, caller: request.signal, guard });
  };
}

/** For hosts that the operator names: longer than a run thinks between two calls. */
export const KEEP_ALIVE_MS = 15_000;

/** Connections to one host that wait at most. */
const MOST_UNUSED = 8;

function agentsFor({ keepAliveMs }: FetchGuard): { readonly http: HttpAgent; readonly https: HttpsAgent } {
  const options =
    keepAliveMs === undefined
      ? { keepAlive: false }
      : { keepAlive: true, timeout: keepAliveMs, maxFreeSockets: MOST_UNUSED };
  return { http: new HttpAgent(options), https: new HttpsAgent(options) };
}

/** Fetch's own complaint about an address repeats it, user and password included. */
function requestOf(input: RequestInfo | URL, init?: RequestInit): Request {
  try {
    return new Request(input, init);
  } catch {
    throw new AppError("invalid-input", "The request's address or form is not valid.");
  }
}

const HOP_HEADERS = new Set(["host", "connection", "content-length", "transfer-encoding", "accept-encoding"]);
const BODY_METHODS = new Set(["POST", "PUT", "PATCH"]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const NO_BODY = new Set([204, 205, 304]);

async function publicAddress(url: URL, guard: FetchGuard, policy: AddressPolicy): Promise<CheckedAddress> {
  const isSecure = url.protocol === "https:";
  const isTold = isSecure || (guard.httpToAllowed === true && url.protocol === "http:");
  if (!guard.publicHttps || !isTold || url.username !== "" || url.password !== "") throw mayNotBeCalled();
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const [first] = await checkedAddresses(host, policy, guard.lookup);
  if (!first) throw new AppError("upstream-unavailable", "The server could not be reached.");
  if (!isSecure && first.admission !== "allow-listed") throw mayNotBeCalled();
  return first;
}

const mayNotBeCalled = (): AppError =>
  new AppError("forbidden", "This address may not be called.", { remedy: "Use a public https address." });

/** Gives Node the checked address whatever it asks for, so that no second look-up can answer otherwise. */
function pinnedLookup({ address, family }: CheckedAddress): NonNullable<RequestOptions["lookup"]> {
  return (_, options, done) => {
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

interface Exchange {
  readonly body: Buffer;
  readonly caller: AbortSignal;
  readonly guard: FetchGuard;
}

function exchange(url: URL, options: RequestOptions, { body, caller, guard }: Exchange): Promise<Response> {
  const deadline = AbortSignal.timeout(guard.timeoutMs);
  const signal = AbortSignal.any([deadline, caller]);
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => reject(caller.aborted ? caller.reason : unanswered(cause));
    if (signal.aborted) return fail(signal.reason);
    const request = send(url, options, (answer) => {
      going = answer;
      try {
        resolve(responseOf(answer, guard.maxBytes, () => (caller.aborted ? caller.reason : null)));
      } catch (error) {
        answer.destroy();
        reject(unanswered(error));
      }
    });
    // Once there is an answer it ends the request: cut the other way, a body without a length would count as complete.
    let going: ClientRequest | IncomingMessage = request;
    const abort = () => going.destroy(signal.reason);
    signal.addEventListener("abort", abort);
    request.on("error", fail);
    request.on("close", () => {
      signal.removeEventListener("abort", abort);
      // A server that switches protocols unasked ends a request without an answer and without an error.
      fail(null);
    });
    boundReceipt(request, receiptOf(guard), (reason) => going.destroy(reason));
    request.end(body);
  });
}

/** Twice the body, for what stands around its parts, and something for the head. */
const receiptOf = ({ maxBytes }: FetchGuard): number => 2 * maxBytes + 256 * 1024;

function responseOf(answer: IncomingMessage, maxBytes: number, aborted: () => unknown): Response {
  const status = answer.statusCode ?? 502;
  if (REDIRECTS.has(status)) {
    throw new AppError("upstream-unavailable", "The server answered with a redirect, which is not followed.");
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const packed = answer.headers["content-encoding"] === "gzip";
  if (packed) for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  if (NO_BODY.has(status)) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  const fail = (cause: unknown) => aborted() ?? unanswered(cause);
  const stages = packed ? [answer, createGunzip()] : [answer];
  const body = Readable.toWeb(bounded(stages, maxBytes, fail));
  return new Response(body as ReadableStream, { status, statusText: answer.statusMessage ?? "", headers });
}

/** The system's error code is kept as the cause; its text may name addresses. */
function unanswered(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
  return new AppError("upstream-unavailable", "The server did not answer, or the answer broke off.", {
    cause: { code },
  });
}
