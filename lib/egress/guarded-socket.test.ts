import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { openSocketWith, type SocketGuard } from "./guarded-socket";

const servers: Server[] = [];

/** A server on this machine; answers with its port and the sockets it took. */
async function listen(
  onSocket: (socket: Socket) => void = () => {},
): Promise<{ port: number; taken: Socket[] }> {
  const taken: Socket[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    taken.push(socket);
    onSocket(socket);
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, taken };
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const guard = (more: Partial<SocketGuard> = {}): SocketGuard => ({
  allow: ["127.0.0.0/8"],
  byteBudget: 1_000_000,
  idleMs: 5_000,
  connectMs: 5_000,
  ...more,
});

describe("openSocketWith", () => {
  it("carries bytes both ways and says where it is", async () => {
    const { port } = await listen((socket) => socket.pipe(socket));
    const stream = await openSocketWith(guard())({ host: "127.0.0.1", port });
    stream.write("hello");
    const [chunk] = await once(stream, "data");
    expect(String(chunk)).toBe("hello");
    expect(stream).toMatchObject({ bytesRead: 5, internal: true, remoteAddress: "127.0.0.1" });
    stream.destroy();
  });

  it("loses nothing that arrives before anyone listens", async () => {
    const { port } = await listen((socket) => socket.end("early"));
    const stream = await openSocketWith(guard())({ host: "127.0.0.1", port });
    await new Promise((resolve) => setImmediate(resolve));
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe("early");
  });

  it("ends a stream that receives more than its budget", async () => {
    const block = Buffer.alloc(64 * 1024);
    const { port } = await listen((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(block));
      };
      socket.on("drain", more);
      more();
    });
    const stream = await openSocketWith(guard({ byteBudget: 300_000 }))({ host: "127.0.0.1", port });
    stream.resume();
    const [error] = await once(stream, "error");
    expect(error).toBeInstanceOf(AppError);
    expect(stream.destroyed).toBe(true);
    expect(stream.bytesRead).toBeLessThan(600_000);
  });

  it("ends a stream on which nothing moves", async () => {
    const { port } = await listen();
    const stream = await openSocketWith(guard({ idleMs: 50 }))({ host: "127.0.0.1", port });
    const [error] = await once(stream, "error");
    expect(error).toMatchObject({ kind: "upstream-unavailable" });
  });

  it.each(["127.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "10.0.0.1", "::1"])(
    "does not connect to %s without leave",
    async (host) => {
      const { port, taken } = await listen();
      await expect(openSocketWith(guard({ allow: [] }))({ host, port })).rejects.toBeInstanceOf(AppError);
      expect(taken).toEqual([]);
    },
  );

  it.each(["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "localhost.", "/tmp", "a,b", "a%2fb"])(
    "does not look %s up",
    async (host) => {
      const asked: string[] = [];
      const lookup = async (name: string) => {
        asked.push(name);
        return ["127.0.0.1"];
      };
      await expect(openSocketWith(guard({ lookup }))({ host, port: 5432 })).rejects.toBeInstanceOf(AppError);
      expect(asked).toEqual([]);
    },
  );

  it("refuses a name of which one address is closed", async () => {
    const { port, taken } = await listen();
    const lookup = async () => ["8.8.8.8", "127.0.0.1"];
    await expect(
      openSocketWith(guard({ allow: [], lookup }))({ host: "mixed.example", port }),
    ).rejects.toThrow();
    expect(taken).toEqual([]);
  });

  it("asks once and connects to the address it checked", async () => {
    const { port, taken } = await listen();
    let asked = 0;
    const lookup = async () => {
      asked += 1;
      return asked === 1 ? ["127.0.0.1"] : ["127.0.0.2"];
    };
    const stream = await openSocketWith(guard({ lookup, allow: ["127.0.0.1"] }))({
      host: "rebind.example",
      port,
    });
    expect(stream.remoteAddress).toBe("127.0.0.1");
    expect(asked).toBe(1);
    await expect(
      openSocketWith(guard({ lookup, allow: ["127.0.0.1"] }))({ host: "rebind.example", port }),
    ).rejects.toThrow();
    stream.destroy();
    expect(taken.length).toBe(1);
  });

  it("tries the next address when one does not answer", async () => {
    const { port } = await listen();
    const lookup = async () => ["127.0.0.9", "127.0.0.1"];
    const stream = await openSocketWith(guard({ lookup }))({ host: "two.example", port });
    expect(stream.remoteAddress).toBe("127.0.0.1");
    stream.destroy();
  });

  it("answers alike for what is closed, unknown and silent", async () => {
    const { port } = await listen();
    servers.splice(0).forEach((server) => {
      server.close();
    });
    const none = async () => [];
    const attempts = [
      openSocketWith(guard())({ host: "127.0.0.1", port }),
      openSocketWith(guard({ lookup: none }))({ host: "nowhere.example", port }),
      openSocketWith(guard({ allow: [] }))({ host: "10.0.0.1", port }),
      openSocketWith(guard({ lookup: () => new Promise(() => {}), connectMs: 20 }))({
        host: "slow.example",
        port,
      }),
    ];
    const outcomes = await Promise.allSettled(attempts);
    const messages = outcomes.map((each) => each.status === "rejected" && (each.reason as Error).message);
    expect(new Set(messages).size).toBe(1);
  });
});
