import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { guardedFetch } from "./guarded-fetch";
import { HOSTILE_SERVERS, ODD_SERVERS } from "./hostile-server.test-kit";

const MB = 1024 * 1024;
const LIMITS = { maxBytes: 100_000, timeoutMs: 500, publicHttps: false, allow: [] };

/** What this machine can bring between two looks at how much has come, and what its buffers hold then. */
const BETWEEN_LOOKS = 100 * MB;

/** A busy machine closes its sockets late. */
const WAIT = { timeout: 5_000 };

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that waits for a request before it attacks, and how much of what it sent was taken. */
async function hostile(attack: (socket: Socket) => void): Promise<{ origin: string; taken(): number }> {
  let all = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      all += socket.bytesWritten - socket.writableLength;
    });
    socket.once("data", () => attack(socket));
  });
  return { origin: await listen(server), taken: () => all };
}

/** Asks a peaceful server again and again, until told to stop; the longest that an answer took. */
async function neighbour(): Promise<{ stop(): Promise<number> }> {
  const origin = await listen(createHttpServer((_, answer) => answer.end("{}")));
  const fetch = guardedFetch({ ...LIMITS, origins: [origin], timeoutMs: 10_000 });
  let goesOn = true;
  let longest = 0;
  const asking = (async () => {
    while (goesOn) {
      const start = performance.now();
      await (await fetch(origin)).text();
      longest = Math.max(longest, performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  return {
    async stop() {
      goesOn = false;
      await asking;
      return longest;
    },
  };
}

describe("a hostile server", { timeout: 20_000 }, () => {
  it("comes in many kinds", () => {
    expect(Object.keys(HOSTILE_SERVERS).length).toBeGreaterThanOrEqual(50);
  });

  it.each(Object.entries(HOSTILE_SERVERS))("that %s costs little, and nobody else", async (_, attack) => {
    const { origin, taken } = await hostile(attack);
    const fetch = guardedFetch({ ...LIMITS, origins: [origin] });
    const beside = await neighbour();
    const before = process.memoryUsage().rss;
    const start = performance.now();
    const outcome = await fetch(origin)
      .then((answer) => answer.text())
      .catch((error: unknown) => error);
    const took = performance.now() - start;
    const grown = process.memoryUsage().rss - before;
    const longest = await beside.stop();
    expect(outcome).toBeInstanceOf(AppError);
    expect(outcome).toMatchObject({ kind: "upstream-unavailable" });
    expect(String(outcome)).not.toMatch(/127\.0\.0\.1|169\.254/);
    // The guard's own time and a busy machine's.
    expect(took).toBeLessThan(LIMITS.timeoutMs + 3_000);
    expect(grown).toBeLessThan(150 * MB);
    expect(longest).toBeLessThan(2_000);
    await expect.poll(() => [...sockets].every((socket) => socket.closed), WAIT).toBe(true);
    expect(taken()).toBeLessThan(BETWEEN_LOOKS);
  });

  it.each(Object.entries(ODD_SERVERS))("that %s gives its one answer", async (_, [attack, text]) => {
    const { origin, taken } = await hostile(attack);
    const answer = await guardedFetch({ ...LIMITS, origins: [origin] })(origin);
    expect(await answer.text()).toBe(text);
    expect(Reflect.get({}, "x")).toBeUndefined();
    await expect.poll(() => [...sockets].every((socket) => socket.closed), WAIT).toBe(true);
    expect(taken()).toBeLessThan(BETWEEN_LOOKS);
  });
});
