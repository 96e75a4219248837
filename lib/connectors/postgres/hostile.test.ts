import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openSocketWith } from "@/lib/egress/guarded-socket";
import { AppError } from "@/lib/errors";
import { DatabaseClient } from "./client";
import type { DatabaseTarget } from "./config";

const CANARY = "OUR-OWN-CANARY";
const servers: Server[] = [];
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "pgpass-"));
  const passfile = path.join(folder, ".pgpass");
  writeFileSync(passfile, `*:*:*:*:${CANARY}\n`, { mode: 0o600 });
  const ours = {
    PGPASSWORD: CANARY,
    PGOPTIONS: `-c search_path=${CANARY}`,
    PGHOST: "127.0.0.2",
    PGPORT: "1",
    PGUSER: CANARY,
    PGDATABASE: CANARY,
    PGAPPNAME: CANARY,
    PGREPLICATION: CANARY,
    PGCLIENT_ENCODING: CANARY,
    PGSSLMODE: "disable",
    PGSSLNEGOTIATION: "direct",
    PGCONNECT_TIMEOUT: "1",
    PGPASSFILE: passfile,
    HOME: folder,
  };
  for (const [name, value] of Object.entries(ours)) vi.stubEnv(name, value);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  for (const server of servers.splice(0)) server.close();
});

/** A server that answers the start-up message as told and keeps all that it receives. */
async function hostile(
  onMessage: (socket: Socket, at: number) => void,
): Promise<{ port: number; heard(): string }> {
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    let at = 0;
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      heard.push(chunk);
      onMessage(socket, at);
      at += 1;
    });
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    heard: () => Buffer.concat(heard).toString("latin1"),
  };
}

const target = (port: number, tls: DatabaseTarget["tls"] = null): DatabaseTarget => ({
  host: "127.0.0.1",
  port,
  database: "customer",
  user: "customer_user",
  password: "customer_password",
  tls,
  channelBinding: false,
  ca: null,
});

/** So wide that it stops nothing: the connector's own limits must hold by themselves. */
const BUDGET = 4 * 1024 ** 3;

function clientOf(
  port: number,
  tls: DatabaseTarget["tls"] = null,
  patience = { connectMs: 1_000, answerMs: 1_000 },
): DatabaseClient {
  const openSocket = openSocketWith({
    allow: ["127.0.0.1"],
    byteBudget: BUDGET,
    idleMs: 5_000,
    connectMs: 1_000,
  });
  return new DatabaseClient(target(port, tls), openSocket, patience);
}

function message(code: string, body: Buffer, length = body.length + 4): Buffer {
  const head = Buffer.alloc(5);
  head.write(code, 0, "latin1");
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, body]);
}

const int32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
};

const text = (value: string): Buffer => Buffer.from(`${value}\0`);
const ACCEPTED = Buffer.concat([message("R", int32(0)), message("Z", Buffer.from("I"))]);
const CLEARTEXT = message("R", int32(3));
const MD5 = message("R", Buffer.concat([int32(5), int32(1)]));
const SASL = message("R", Buffer.concat([int32(10), text("SCRAM-SHA-256"), Buffer.alloc(1)]));
const COLUMN = message("T", Buffer.concat([Buffer.from([0, 1]), text("__proto__"), Buffer.alloc(18)]));

/** Sends the same bytes for as long as they are taken. */
function flood(socket: Socket, block: Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on("drain", more);
  more();
}

const repeated = (part: Buffer): Buffer =>
  Buffer.concat(Array.from({ length: Math.ceil(65_536 / part.length) }, () => part));
const row = (size: number): Buffer =>
  message("D", Buffer.concat([Buffer.from([0, 1]), int32(size), Buffer.alloc(size, "x")]));

const afterLogin = (attack: (socket: Socket) => void) => (socket: Socket, at: number) => {
  if (at === 0) socket.write(ACCEPTED);
  else if (at === 1) attack(socket);
};

const atLogin = (attack: (socket: Socket) => void) => (socket: Socket, at: number) => {
  if (at === 0) attack(socket);
};

const ATTACKS: readonly (readonly [string, (socket: Socket, at: number) => void])[] = [
  [
    "announces 4 GiB at login",
    atLogin((socket) => flood(socket, Buffer.concat([message("R", Buffer.alloc(65_000), 0xfffffff0)]))),
  ],
  [
    "announces 4 GiB in an answer",
    afterLogin((socket) => {
      socket.write(message("D", Buffer.alloc(0), 0xfffffff0));
      flood(socket, Buffer.alloc(65_536));
    }),
  ],
  [
    "sends large rows without end",
    afterLogin((socket) => {
      socket.write(COLUMN);
      flood(socket, row(1024 * 1024));
    }),
  ],
  [
    "sends small rows without end",
    afterLogin((socket) => {
      socket.write(COLUMN);
      flood(socket, repeated(row(1)));
    }),
  ],
  [
    "sends rows of nothing without end",
    afterLogin((socket) => {
      socket.write(message("T", Buffer.from([0, 0])));
      flood(socket, repeated(message("D", Buffer.from([0, 0]))));
    }),
  ],
  [
    "sends notices without end",
    atLogin((socket) => flood(socket, repeated(message("N", Buffer.from("Mx\0\0"))))),
  ],
  [
    "sends settings without end",
    atLogin((socket) => flood(socket, repeated(message("S", Buffer.from("a\0b\0"))))),
  ],
  [
    "sends notifications without end",
    afterLogin((socket) =>
      flood(socket, repeated(message("A", Buffer.concat([int32(1), text("c"), text("p")])))),
    ),
  ],
  ["says nothing at login", atLogin(() => {})],
  ["says nothing to a statement", afterLogin(() => {})],
  ["hangs up at login", atLogin((socket) => socket.destroy())],
  ["hangs up on a statement", afterLogin((socket) => socket.destroy())],
  ["speaks HTTP", atLogin((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))],
  ["sends a message of length zero", atLogin((socket) => socket.end(message("R", Buffer.alloc(0), 0)))],
  ["sends an unknown message", atLogin((socket) => socket.end(message("?", Buffer.alloc(8))))],
  ["sends an unasked row", atLogin((socket) => socket.end(Buffer.concat([ACCEPTED, row(10)])))],
  ["sends an error without end", atLogin((socket) => socket.write(message("E", Buffer.from("SFATAL\0Mx"))))],
  ["sends an empty error", atLogin((socket) => socket.write(message("E", Buffer.alloc(0))))],
  ["sends a notice without end", afterLogin((socket) => socket.write(message("N", Buffer.from("Mno end"))))],
  ["asks for a copy", afterLogin((socket) => flood(socket, repeated(message("W", Buffer.from([0, 0, 0])))))],
  [
    "asks for a billion hash rounds",
    (socket, at) => {
      if (at === 0) socket.write(SASL);
      else if (at === 1)
        socket.write(message("R", Buffer.concat([int32(11), Buffer.from("r=x,s=eA==,i=1000000000")])));
    },
  ],
];

describe("a hostile server", () => {
  it.each([
    ["cleartext", CLEARTEXT],
    ["md5", MD5],
    ["scram", SASL],
  ])("hears nothing of ours when it asks for a %s password", async (_, ask) => {
    const server = await hostile((socket, at) => {
      if (at === 0) socket.write(ask);
      else socket.end();
    });
    await expect(clientOf(server.port).transaction("read", async () => {})).rejects.toBeInstanceOf(AppError);
    expect(server.heard()).toContain("customer_user");
    expect(server.heard()).not.toContain(CANARY);
  });

  it("hears nothing of ours in the session", async () => {
    const server = await hostile(
      afterLogin((socket) => {
        socket.end();
      }),
    );
    await expect(clientOf(server.port).transaction("write", async () => {})).rejects.toBeInstanceOf(AppError);
    const start = [
      "user",
      "customer_user",
      "database",
      "customer",
      "application_name",
      "chittysync",
      "client_encoding",
    ];
    expect(server.heard().slice(8).split("\0").slice(0, 7)).toEqual(start);
    expect(server.heard()).not.toContain(CANARY);
  });

  it("gets no password in the clear where TLS is due", async () => {
    const server = await hostile((socket, at) => {
      if (at === 0) socket.write("N");
      socket.write(CLEARTEXT);
    });
    const outcome = clientOf(server.port, "verify-full").transaction("read", async () => {});
    await expect(outcome).rejects.toMatchObject({
      kind: expect.stringMatching(/connection-broken|upstream/),
    });
    expect(server.heard()).not.toContain("customer");
  });

  it("cannot be reached without TLS over a public network", async () => {
    const server = await hostile(() => {});
    const local = openSocketWith({
      allow: ["127.0.0.1"],
      byteBudget: BUDGET,
      idleMs: 5_000,
      connectMs: 1_000,
    });
    const openSocket = async (to: { host: string; port: number }) =>
      Object.assign(await local(to), { internal: false, remoteAddress: "203.0.113.1" });
    const client = new DatabaseClient(target(server.port, "disable"), openSocket);
    await expect(client.transaction("read", async () => {})).rejects.toMatchObject({ kind: "invalid-input" });
    expect(server.heard()).toBe("");
  });

  it("cannot end the process with malformed messages", { timeout: 60_000 }, async () => {
    const codes = "RSKZTDCEINAGHWdcnst123";
    let seed = 1;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const server = await hostile((socket, at) => {
      if (at === 0 && random(3) > 0) socket.write(ACCEPTED);
      if (at === 0) return;
      const body = Buffer.from(Array.from({ length: random(24) }, () => random(3) * random(256)));
      const length = random(4) === 0 ? random(40) : body.length + 4;
      socket.end(message(codes[random(codes.length)] ?? "R", body, length));
    });
    for (let round = 0; round < 300; round += 1) {
      const client = clientOf(server.port, null, { connectMs: 50, answerMs: 50 });
      const outcome = await client.transaction("read", async () => {}).catch((error: unknown) => error);
      expect(outcome === undefined || outcome instanceof AppError || "value" in (outcome as object)).toBe(
        true,
      );
      await client.close();
    }
  });

  it.each(ATTACKS)("that %s costs little time and memory", { timeout: 20_000 }, async (_, attack) => {
    const server = await hostile(attack);
    const before = process.memoryUsage().rss;
    const start = performance.now();
    let peak = before;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 10);
    const client = clientOf(server.port);
    const outcome = await client
      .transaction("read", (session) => session.query("select 1", ["x"]))
      .catch((error: unknown) => error);
    await client.close();
    clearInterval(watch);
    peak = Math.max(peak, process.memoryUsage().rss);
    expect(outcome).toBeInstanceOf(AppError);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(peak - before).toBeLessThan(250 * 1024 * 1024);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(server.heard()).not.toContain(CANARY);
  });
});
