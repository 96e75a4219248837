import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import * as tls from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { testKey } from "@/lib/auth/saml/testing/test-key";
import { AppError } from "@/lib/errors";
import { guardedFetch } from "./guarded-fetch";

/** What a server could show. */
const KEYS = {
  right: testKey("localhost"),
  expired: testKey("localhost", 2048, "250201000000Z"),
  wrongName: testKey("other.example"),
  stranger: testKey("localhost"),
  short: testKey("localhost", 1024),
};

const servers: Server[] = [];
const sockets = new Set<Socket>();
const usual = tls.getCACertificates("default");

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
  tls.setDefaultCACertificates(usual);
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

type Key = (typeof KEYS)["right"];

/** From now on this certificate is among those that vouch for others. */
const trust = ({ certificate }: Key) => tls.setDefaultCACertificates([certificate]);

/** A server behind TLS, and every request that reached it. */
async function secure(options: tls.TlsOptions): Promise<{ origin: string; heard: string[] }> {
  const heard: string[] = [];
  const server = tls.createServer(options, (socket) => {
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      heard.push(String(chunk));
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    });
  });
  server.on("tlsClientError", () => {});
  return { origin: await listen(server), heard };
}

const ask = (origin: string) =>
  guardedFetch({ origins: [origin], publicHttps: false, allow: [], maxBytes: 10_000, timeoutMs: 500 })(
    origin,
    {
      method: "POST",
      headers: { authorization: "Bearer secret" },
      body: "secret",
    },
  );

const shown = ({ privateKey, certificate }: Key): tls.TlsOptions => ({
  key: privateKey,
  cert: certificate,
});

const HANDSHAKES: readonly (readonly [string, (socket: Socket) => void])[] = [
  ["says nothing at all", () => {}],
  ["answers in the clear", (socket) => void socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")],
  ["sends garbage", (socket) => void socket.write(Buffer.alloc(65_536, 22))],
  ["hangs up", (socket) => void socket.destroy()],
  ["announces a record and sends none", (socket) => void socket.write(Buffer.from([22, 3, 3, 64, 0]))],
  [
    "sends alerts without end",
    (socket) => void socket.write(Buffer.from("1503030002012e".repeat(5_000), "hex")),
  ],
];

describe("a server behind TLS", () => {
  it("is asked when it proves itself", async () => {
    trust(KEYS.right);
    const { origin, heard } = await secure(shown(KEYS.right));
    expect(await (await ask(origin)).text()).toBe("{}");
    expect(heard.join("")).toContain("secret");
  });

  it.each([
    ["whose certificate is over", shown(KEYS.expired), KEYS.expired, "CERT_HAS_EXPIRED"],
    ["that has another's name", shown(KEYS.wrongName), KEYS.wrongName, "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["that nobody vouches for", shown(KEYS.stranger), KEYS.right, "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["whose key is short", { ...shown(KEYS.short), ciphers: "DEFAULT:@SECLEVEL=0" }, KEYS.short, /./],
    ["that has no certificate", { ciphers: "aNULL:@SECLEVEL=0" }, KEYS.right, /./],
    [
      "that speaks TLS 1.1 alone",
      { ...shown(KEYS.right), minVersion: "TLSv1", maxVersion: "TLSv1.1" },
      KEYS.right,
      /./,
    ],
  ] as const)("%s hears nothing", async (_, options, trusted, code) => {
    trust(trusted);
    const { origin, heard } = await secure(options as tls.TlsOptions);
    const cause = { code: expect.stringMatching(code) };
    await expect(ask(origin)).rejects.toMatchObject({ kind: "upstream-unavailable", cause });
    expect(heard).toEqual([]);
  });

  it.each(HANDSHAKES)("that %s in the handshake hears nothing", async (_, attack) => {
    const heard: Buffer[] = [];
    const origin = await listen(
      createServer((socket) => {
        socket.on("data", (chunk) => heard.push(chunk));
        socket.once("data", () => attack(socket));
      }),
    );
    const start = performance.now();
    await expect(ask(origin)).rejects.toBeInstanceOf(AppError);
    expect(performance.now() - start).toBeLessThan(4_000);
    expect(Buffer.concat(heard).toString("latin1")).not.toContain("secret");
  });
});
