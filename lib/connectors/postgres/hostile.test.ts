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
import {
  ACCEPTED,
  ATTACKS,
  afterLogin,
  CLEARTEXT,
  flood,
  MD5,
  message,
  ODD_ANSWERS,
  REFUSAL,
  SASL,
} from "./hostile-server.test-kit";

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

  it.each([
    [
      "goes on in the clear",
      (socket: Socket) => socket.write(Buffer.concat([Buffer.from("S"), ACCEPTED, CLEARTEXT])),
    ],
    ["answers with an error in the clear", (socket: Socket) => socket.write(REFUSAL)],
    ["answers neither yes nor no", (socket: Socket) => socket.write("X")],
    ["says yes without end", (socket: Socket) => flood(socket, Buffer.alloc(65_536, "S"))],
    ["says nothing", () => {}],
  ] as const)("that %s where TLS is due hears no name and no password", async (_, attack) => {
    const server = await hostile((socket, at) => void (at === 0 && attack(socket)));
    const outcome = clientOf(server.port, "verify-full").transaction("read", async () => {});
    await expect(outcome).rejects.toBeInstanceOf(AppError);
    expect(server.heard()).not.toMatch(/customer|OUR-OWN/);
  });

  it("may reset the connection after any byte of its greeting", { timeout: 60_000 }, async () => {
    const greeting = Buffer.concat([message("S", Buffer.from("server_version\x0018\0")), ACCEPTED]);
    for (let length = 0; length <= greeting.length; length += 1) {
      const server = await hostile((socket) => {
        socket.write(greeting.subarray(0, length), () => socket.resetAndDestroy());
      });
      const client = clientOf(server.port, null, { connectMs: 200, answerMs: 200 });
      await expect(client.transaction("read", async () => {})).rejects.toBeInstanceOf(AppError);
      await client.close();
    }
  });

  it.each(ODD_ANSWERS)("that %s is read without harm", async (_, answer) => {
    const server = await hostile((socket, at) => void socket.write(at === 0 ? ACCEPTED : answer));
    const client = clientOf(server.port);
    const outcome = await client
      .transaction("read", (session) => session.query("select 1"))
      .catch((error: unknown) => error);
    await client.close();
    if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it.each(ATTACKS)("that %s costs little time and memory", { timeout: 20_000 }, async (_, attack) => {
    const server = await hostile(attack);
    const before = process.memoryUsage().rss;
    const start = performance.now();
    let peak = before;
    let turn = start;
    let lag = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
      lag = Math.max(lag, performance.now() - turn);
      turn = performance.now();
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
    expect(peak - before).toBeLessThan(150 * 1024 * 1024);
    // What others' syncs wait meanwhile; a busy machine has its share in it.
    expect(lag).toBeLessThan(2_000);
    expect(String(outcome).length).toBeLessThan(1_000);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(server.heard()).not.toContain(CANARY);
  });
});
