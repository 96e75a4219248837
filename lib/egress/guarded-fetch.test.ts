import { once } from "node:events";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { type FetchGuard, guardedFetch } from "./guarded-fetch";

const servers: Server[] = [];

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const guard = (origins: readonly string[], more: Partial<FetchGuard> = {}): FetchGuard => ({
  origins,
  publicHttps: false,
  allow: [],
  maxBytes: 100_000,
  timeoutMs: 5_000,
  ...more,
});

describe("guardedFetch", () => {
  it("sends method, headers and body to a configured origin, and counts", async () => {
    const origin = await listen((request, answer) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const { method, url, headers } = request;
        answer.setHeader("content-type", "application/json");
        answer.setHeader("set-cookie", ["a=1", "b=2"]);
        answer.statusCode = 201;
        answer.end(
          JSON.stringify({ method, url, type: headers["content-type"], body: String(Buffer.concat(chunks)) }),
        );
      });
    });
    const fetch = guardedFetch(guard([`${origin}/v1`]));
    const answer = await fetch(`${origin}/v1/things?x=1`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: '{"a":"é"}',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await answer.json()).toEqual({
      method: "PATCH",
      url: "/v1/things?x=1",
      type: "application/json",
      body: '{"a":"é"}',
    });
    const form = await fetch(`${origin}/form`, { method: "POST", body: new URLSearchParams({ a: "1 2" }) });
    expect(await form.json()).toMatchObject({ body: "a=1+2" });
  });

  it("unpacks gzip and answers without a body", async () => {
    const origin = await listen((request, answer) => {
      if (request.url === "/none") return void answer.writeHead(204).end();
      answer.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("packed"));
    });
    const fetch = guardedFetch(guard([origin]));
    expect(await (await fetch(origin)).text()).toBe("packed");
    const none = await fetch(`${origin}/none`);
    expect([none.status, none.body]).toEqual([204, null]);
  });

  it.each([301, 302, 303, 307, 308])("does not follow a %s", async (status) => {
    let reached = 0;
    const inner = await listen((_, answer) => {
      reached += 1;
      answer.end();
    });
    const origin = await listen((_, answer) => answer.writeHead(status, { location: inner }).end());
    await expect(guardedFetch(guard([origin, inner]))(origin)).rejects.toBeInstanceOf(AppError);
    expect(reached).toBe(0);
  });

  it("reaches no other origin, and no closed address", async () => {
    let reached = 0;
    const origin = await listen((_, answer) => {
      reached += 1;
      answer.end();
    });
    const { port } = new URL(origin);
    const strict = guardedFetch(guard([]));
    const open = guardedFetch(guard([], { publicHttps: true }));
    const rebound = guardedFetch(
      guard([], { publicHttps: true, lookup: async () => ["8.8.8.8", "127.0.0.1"] }),
    );
    for (const url of [
      origin,
      `https://127.0.0.1:${port}`,
      `https://localhost:${port}`,
      `https://[::ffff:127.0.0.1]:${port}`,
      `https://2130706433:${port}`,
      `https://0x7f.1:${port}`,
      "https://169.254.169.254/latest",
      "https://user:pass@example.com/",
      "http://example.com/",
      "ftp://example.com/",
      "file:///etc/passwd",
    ]) {
      await expect(strict(url), url).rejects.toBeInstanceOf(AppError);
      await expect(open(url), url).rejects.toBeInstanceOf(AppError);
    }
    await expect(rebound(`https://rebound.example:${port}`)).rejects.toBeInstanceOf(AppError);
    expect(reached).toBe(0);
  });

  it("bounds what it receives, packed or not, and what it sends", async () => {
    const origin = await listen((request, answer) => {
      if (request.url === "/bomb") {
        answer.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(5_000_000)));
      } else answer.end(Buffer.alloc(200_000));
    });
    const fetch = guardedFetch(guard([origin]));
    for (const path of ["/plain", "/bomb"]) {
      const answer = await fetch(origin + path);
      await expect(answer.arrayBuffer()).rejects.toThrow("larger");
    }
    await expect(fetch(origin, { method: "POST", body: Buffer.alloc(200_000) })).rejects.toMatchObject({
      kind: "invalid-input",
    });
  });

  it("bounds the time, before the answer and within it", async () => {
    const origin = await listen((request, answer) => {
      if (request.url === "/half") answer.write("half");
    });
    const fetch = guardedFetch(guard([origin], { timeoutMs: 100 }));
    await expect(fetch(origin)).rejects.toMatchObject({ kind: "upstream-unavailable" });
    const half = await fetch(`${origin}/half`);
    await expect(half.text()).rejects.toMatchObject({ kind: "upstream-unavailable" });
  });

  it("ends with the caller's reason when the caller aborts", async () => {
    const origin = await listen(() => {});
    const abort = new AbortController();
    const pending = guardedFetch(guard([origin]))(origin, { signal: abort.signal });
    abort.abort(new Error("no longer wanted"));
    await expect(pending).rejects.toThrow("no longer wanted");
  });

  it("ends with the caller's reason within a body, also one that tells no length", async () => {
    const origin = await listen((_, answer) => {
      answer.useChunkedEncodingByDefault = false;
      answer.write("half");
    });
    const abort = new AbortController();
    const answer = await guardedFetch(guard([origin]))(origin, { signal: abort.signal });
    const text = answer.text();
    abort.abort(new Error("no longer wanted"));
    await expect(text).rejects.toThrow("no longer wanted");
  });

  it("says that a server is gone, without its address", async () => {
    const origin = await listen((request) => request.socket.destroy());
    const error = await guardedFetch(guard([origin]))(origin).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "upstream-unavailable" });
    expect(String(error)).not.toContain("127.0.0.1");
  });

  it("leaves no connection open where none may wait, whatever the server does", async () => {
    const { origin, counts } = await patientServer();
    const fetch = guardedFetch(guard([origin]));
    for (const path of ["/a", "/none", "/a"]) await (await fetch(origin + path)).text();
    await expect.poll(counts).toEqual({ made: 3, open: 0 });
  });

  it("uses a connection again, keeps few of them, and each for its time", async () => {
    const { origin, counts } = await patientServer();
    const fetch = guardedFetch(guard([origin], { keepAliveMs: 60_000 }));
    for (const path of ["/a", "/none", "/a"]) await (await fetch(origin + path)).text();
    expect(counts()).toEqual({ made: 1, open: 1 });
    await Promise.all(Array.from({ length: 12 }, async () => (await fetch(`${origin}/twelve`)).text()));
    await expect.poll(counts).toEqual({ made: 12, open: 8 });
    const brief = guardedFetch(guard([origin], { keepAliveMs: 20 }));
    await (await brief(origin)).text();
    await expect.poll(counts).toEqual({ made: 13, open: 8 });
  });

  it("waits longer for an answer than an unused connection waits", async () => {
    const { origin } = await patientServer();
    const fetch = guardedFetch(guard([origin], { keepAliveMs: 20 }));
    expect(await (await fetch(`${origin}/slow`)).text()).toBe("answer");
  });
});

/** A server that never closes a connection, and how many were made to it and are open. */
async function patientServer() {
  const waiting: ServerResponse[] = [];
  const origin = await listen((request, answer) => {
    if (request.url === "/none") answer.writeHead(204).end();
    else if (request.url === "/slow") setTimeout(() => answer.end("answer"), 100);
    else if (request.url !== "/twelve") answer.end("answer");
    else if (waiting.push(answer) === 12) for (const each of waiting) each.end("answer");
  });
  const sockets: Socket[] = [];
  const server = servers.at(-1);
  if (server) server.keepAliveTimeout = 0;
  server?.on("connection", (socket: Socket) => sockets.push(socket));
  const counts = () => ({ made: sockets.length, open: sockets.filter(({ destroyed }) => !destroyed).length });
  return { origin, counts };
}
