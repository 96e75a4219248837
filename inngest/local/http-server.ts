import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { parseEvents, takeIn } from "./event-intake";
import { isRecord, parseJson } from "./json";
import { type Log, reasonOf } from "./log";
import { register } from "./registration";
import { eventsOfRun, memosOfRun, runById, runsOfEvent } from "./run-views";
import { hashedSigningKey, sameText } from "./signature";
import type { Store } from "./store";

const LARGEST_BODY = 16 * 1024 * 1024;

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

interface ServerParts {
  readonly store: Store;
  readonly signingKey: string;
  readonly eventKey: string;
  readonly log: Log;
  /** Called when work may have become due. */
  readonly wake: () => void;
}

const refuse = (status: number, error: string): Reply => ({ status, body: { error, status } });

class BodyTooLarge extends Error {}

/** The doors of the runner. Listening on loopback is the caller's part. */
export function createRunnerServer(parts: ServerParts): Server {
  return createServer((request, response) => {
    route(request, parts)
      .catch((error: unknown) => {
        if (error instanceof BodyTooLarge) return refuse(413, "Request body is too large");
        if (error instanceof SyntaxError) return refuse(400, "Request body is not JSON");
        parts.log("request failed", { reason: reasonOf(error) });
        return refuse(500, "The runner could not do this; try again.");
      })
      .then((reply) => send(response, reply))
      .catch(() => response.destroy());
  });
}

function send(response: ServerResponse, { status, body }: Reply): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

async function route(request: IncomingMessage, parts: ServerParts): Promise<Reply> {
  const path = new URL(request.url ?? "/", "http://runner.local").pathname;
  const method = request.method ?? "GET";
  if (method === "GET" && path === "/health") return { status: 200, body: { status: 200, message: "OK" } };
  const eventKey = /^\/e\/([^/]+)$/.exec(path)?.[1];
  if (method === "POST" && eventKey !== undefined) return takeEvents(request, parts, eventKey);
  if (method === "POST" && path === "/fn/register") return takeRegistration(request, parts);
  if (method === "GET" && /^\/v[01]\//.test(path)) return answerQuery(request, parts, path);
  return refuse(404, "Not found");
}

async function takeEvents(request: IncomingMessage, parts: ServerParts, key: string): Promise<Reply> {
  if (!sameText(key, encodeURIComponent(parts.eventKey))) return refuse(401, "Event key not found");
  const seed = request.headers["x-inngest-event-id-seed"];
  const parsed = parseEvents(await jsonOf(request), typeof seed === "string" ? seed : undefined, Date.now());
  if (!parsed.ok) return refuse(400, parsed.error);
  const ids = await takeIn(parts.store, parsed.events);
  parts.wake();
  return { status: 200, body: { ids, status: 200 } };
}

async function takeRegistration(request: IncomingMessage, parts: ServerParts): Promise<Reply> {
  if (!authorised(request, parts.signingKey)) return refuse(401, "Unauthorized");
  const outcome = await register(parts.store, await jsonOf(request));
  if (!outcome.ok) return refuse(400, outcome.error);
  if (outcome.modified) for (const note of outcome.notes) parts.log(note);
  parts.wake();
  return { status: 200, body: { ok: true, status: 200, modified: outcome.modified } };
}

async function answerQuery(
  request: IncomingMessage,
  { store, signingKey }: ServerParts,
  path: string,
): Promise<Reply> {
  if (!authorised(request, signingKey)) return refuse(401, "Unauthorized");
  const [, version, noun, id = "", part] = path.split("/");
  const wanted = `${version}/${noun}/${part ?? ""}`;
  const lookups: Readonly<Record<string, () => Promise<unknown>>> = {
    "v1/events/runs": async () => ({ data: await runsOfEvent(store, id) }),
    "v1/runs/": async () => wrap(await runById(store, id)),
    "v0/runs/actions": () => memosOfRun(store, id),
    "v0/runs/batch": () => eventsOfRun(store, id),
  };
  const body = await lookups[wanted]?.();
  return body === undefined || body === null ? refuse(404, "Not found") : { status: 200, body };
}

const wrap = (data: unknown) => (data === null ? null : { data });

/** The SDK shows the hashed signing key; the published API takes the key itself. */
function authorised(request: IncomingMessage, signingKey: string): boolean {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined) return false;
  return sameText(token, hashedSigningKey(signingKey)) || sameText(token, signingKey);
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  const body = parseJson(Buffer.concat(chunks).toString("utf8"));
  if (!isRecord(body) && !Array.isArray(body)) throw new SyntaxError("neither object nor array");
  return body;
}
