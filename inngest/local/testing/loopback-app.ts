import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";

export const SIGNING_KEY = `signkey-test-${"0123456789abcdef".repeat(4)}`;
export const EVENT_KEY = "event-key-for-tests";

/** One request of the runner and the SDK's answer to it. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

export interface LoopbackApp {
  readonly url: string;
  readonly exchanges: Exchange[];
  /** Serves `functionsOf(client)` with a client that talks to the runner at `runnerUrl`. */
  readonly connect: (runnerUrl: string, functionsOf: (client: Inngest) => InngestFunction.Like[]) => Inngest;
  /** Refuses connections until `resume`, on the same port. */
  readonly pause: () => Promise<void>;
  readonly resume: (port: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The real SDK behind a real HTTP server on loopback; answers 503 until it is connected. */
export async function loopbackApp(appId = "sample"): Promise<LoopbackApp> {
  const exchanges: Exchange[] = [];
  let handler: RequestListener = (_request, response) => {
    response.writeHead(503).end();
  };
  const server = createServer((request, response) => {
    bodyOf(request).then(
      (body) => {
        replay(request, body);
        record(request, response, body, exchanges);
        handler(request, response);
      },
      () => response.destroy(),
    );
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    connect: (runnerUrl, functionsOf) => {
      const client = new Inngest({
        id: appId,
        baseUrl: runnerUrl,
        eventKey: EVENT_KEY,
        signingKey: SIGNING_KEY,
        isDev: false,
        logger: { info: silent, warn: silent, error: silent, debug: silent },
      });
      handler = serve({ client, functions: functionsOf(client) });
      return client;
    },
    pause: close,
    resume: listen,
    close,
  };
}

const silent = () => undefined;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The SDK reads by `on("data")` and `on("end")`, some time later: it is given the body that was read here. */
function replay(request: IncomingMessage, body: Buffer): void {
  const on = request.on.bind(request);
  request.on = ((name: string, listener: (chunk?: Buffer) => void) => {
    if (name === "data") queueMicrotask(() => listener(body));
    else if (name === "end") setImmediate(() => listener());
    else on(name, listener);
    return request;
  }) as typeof request.on;
}

function record(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  exchanges: Exchange[],
): void {
  const end = response.end.bind(response) as (...all: unknown[]) => ServerResponse;
  response.end = ((chunk?: unknown, ...rest: unknown[]) => {
    exchanges.push({
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: body.length === 0 ? null : JSON.parse(body.toString("utf8")),
      status: response.statusCode,
      answer: typeof chunk === "string" && chunk !== "" ? JSON.parse(chunk) : null,
    });
    return end(chunk, ...rest);
  }) as typeof response.end;
}
