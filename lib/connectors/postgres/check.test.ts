import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { openSocketWith } from "@/lib/egress/guarded-socket";
import type { Check, OpenSocket } from "../connector";
import { type Certified, certified } from "./certificates.test-kit";
import { openPostgres } from "./connector";
import { ACCEPTED, ANSWERED, answered, refusal } from "./hostile-server.test-kit";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const root = certified({ name: "a root", ca: true });
const stranger = certified({ name: "another root", ca: true });
const GUARD = { byteBudget: 1_000_000, idleMs: 2_000, connectMs: 500 };
const local = openSocketWith({ ...GUARD, allow: ["127.0.0.0/8"] });

/** Calls `onData` with each part that a connection sends, counted from zero. */
async function stub(onData: (socket: Socket, at: number) => void): Promise<number> {
  const server = createServer((socket) => {
    let at = 0;
    socket.on("error", () => {});
    socket.on("data", () => onData(socket, at++));
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Offers TLS with this certificate, and nothing after it. */
const withCertificate = ({ key, certificate }: Certified) =>
  stub((socket, at) => {
    if (at > 0) return;
    socket.removeAllListeners("data");
    socket.write("S");
    const secure = new TLSSocket(socket, {
      isServer: true,
      key: key.export({ type: "pkcs8", format: "pem" }),
      cert: certificate,
    });
    secure.on("error", () => {});
  });

/** Refuses at the start as the real server does. */
const refusing = (state: string, routine: string) =>
  stub((socket, at) => {
    if (at === 0) socket.end(refusal(state, routine));
  });

/** Lets everybody in and answers the look at the rights with these. */
const holding = (rights: Record<string, unknown>) =>
  stub((socket, at) => {
    if (at === 0) socket.write(ACCEPTED);
    else if (at === 1) socket.write(ANSWERED);
    else socket.write(at === 2 ? answered(JSON.stringify(rights)) : ANSWERED);
  });

interface Place {
  readonly host?: string;
  readonly tls?: boolean;
  readonly ca?: string;
  readonly openSocket?: OpenSocket;
}

async function checksAt(port: number, { host = "127.0.0.1", tls, ca, openSocket = local }: Place = {}) {
  const url = `postgres://ada:secret@${host}:${port}/shop${tls ? "?sslmode=verify-full" : ""}`;
  const connector = openPostgres({ url, ...(ca && { ca }) }, { openSocket });
  const checks = await connector.check();
  await connector.close();
  expect(JSON.stringify(checks)).not.toContain("secret");
  return checks;
}

/** The line that fails; the lines before it have passed, and those after it were not tried. */
function failedLine(checks: readonly Check[]): Check {
  const at = checks.findIndex(({ ok }) => ok === false);
  expect(checks.map(({ name }) => name)).toEqual(["reachable", "tls", "authorized", "can-read", "can-write"]);
  expect(checks.slice(0, at).every(({ ok }) => ok === true)).toBe(true);
  expect(checks.slice(at + 1).every(({ ok }) => ok !== false)).toBe(true);
  return checks[at] as Check;
}

const UNREACHED = {
  name: "reachable",
  ok: false,
  message: "The server could not be reached.",
  remedy:
    "Check host and port, that the server runs, and that its firewall lets connections from the internet in; private addresses are reached only if the operator allows them.",
};

describe("a server that is not reached", () => {
  it("reads the same whatever is there: nothing, a closed port, silence, or what is private", async () => {
    let knocks = 0;
    const isThere = await stub(() => {});
    servers.at(-1)?.on("connection", () => {
      knocks += 1;
    });
    const nameless = openSocketWith({ ...GUARD, allow: [], lookup: () => Promise.reject(new Error("no")) });
    const silent = openSocketWith({
      ...GUARD,
      allow: [],
      connectMs: 100,
      lookup: () => new Promise(() => {}),
    });
    const guarded = openSocketWith({ ...GUARD, allow: [], lookup: async () => ["10.0.0.7"] });
    const lists = [
      await checksAt(5432, { host: "db.example.com", openSocket: nameless }),
      await checksAt(5432, { host: "db.example.com", openSocket: silent }),
      await checksAt(5432, { host: "db.example.com", openSocket: guarded }),
      // Port 1 is closed, the other one is open: neither may be told from the other.
      await checksAt(1, { openSocket: openSocketWith({ ...GUARD, allow: [] }) }),
      await checksAt(isThere, { openSocket: openSocketWith({ ...GUARD, allow: [] }) }),
      await checksAt(1),
    ];
    for (const checks of lists) expect(failedLine(checks)).toEqual(UNREACHED);
    expect(knocks).toBe(0);
  });

  it("that is there and says nothing is given up", async () => {
    const openSocket = openSocketWith({ ...GUARD, idleMs: 200, allow: ["127.0.0.0/8"] });
    const line = failedLine(await checksAt(await stub(() => {}), { openSocket }));
    expect(line).toMatchObject({ name: "reachable", ok: false, remedy: expect.any(String) });
  });

  it("that breaks off says that it was there", async () => {
    const checks = await checksAt(await stub((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n")));
    expect(failedLine(checks)).toMatchObject({
      name: "reachable",
      message: "The database could not be reached, or the connection broke off.",
    });
  });
});

describe("encryption", () => {
  const CA = /could not be verified/;

  it.each<[string, Certified, Place, Partial<Record<keyof Check, unknown>>]>([
    [
      "a certificate signed by itself",
      certified({ name: "db", host: "127.0.0.1" }),
      {},
      { message: expect.stringMatching(/it is signed by itself/), remedy: expect.stringMatching(/CA:TRUE/) },
    ],
    [
      "a CA that nobody knows",
      certified({ name: "db", host: "127.0.0.1" }, root),
      {},
      {
        message: expect.stringMatching(/no public authority signed it/),
        remedy: expect.stringMatching(
          /^Paste the certificate of the CA that signed it as the CA certificate/,
        ),
      },
    ],
    [
      "another CA than the given one",
      certified({ name: "db", host: "127.0.0.1" }, root),
      { ca: stranger.certificate },
      {
        message: expect.stringMatching(/the given CA did not sign it/),
        remedy: expect.stringMatching(/^Paste the certificate of the CA that signed the server's/),
      },
    ],
    [
      "another host's name",
      certified({ name: "db", host: "db.example.com" }, root),
      { ca: root.certificate },
      {
        message: expect.stringMatching(CA),
        remedy: "Connect by a host name or address that the server's certificate bears.",
      },
    ],
    [
      "a certificate that has expired",
      certified({ name: "db", host: "127.0.0.1", until: "210101" }, root),
      { ca: root.certificate },
      {
        message: expect.stringMatching(CA),
        remedy: "Renew the server's certificate, or that of its CA: it has expired.",
      },
    ],
  ])("fails with %s", async (_, certificate, place, expected) => {
    const checks = await checksAt(await withCertificate(certificate), { tls: true, ...place });
    expect(failedLine(checks)).toMatchObject({ name: "tls", ...expected });
    expect(JSON.stringify(checks)).not.toMatch(/sslmode|no-verify/);
  });

  it("fails where none is offered", async () => {
    const port = await stub((socket, at) => void (at === 0 && socket.write("N")));
    expect(failedLine(await checksAt(port, { tls: true }))).toEqual({
      name: "tls",
      ok: false,
      message: "The server does not offer TLS.",
      remedy:
        "Turn TLS on at the server: put server.crt and server.key into its data directory, then run this as a superuser:",
      copy: "alter system set ssl = on; select pg_reload_conf();",
    });
  });
});

describe("a server that refuses the connection", () => {
  it.each<[string, string, string, Partial<Check>]>([
    [
      "in pg_hba.conf",
      "28000",
      "ClientAuthentication",
      {
        name: "authorized",
        message: "The server's pg_hba.conf lets nobody in as this user from our address.",
        copy: 'hostssl "shop" "ada" ADDRESS/32 scram-sha-256',
      },
    ],
    [
      "because it is full",
      "53300",
      "ProcArrayAdd",
      {
        name: "reachable",
        message: "The database has no free connection.",
        copy: "select usename, application_name, state, state_change from pg_stat_activity order by state_change;",
      },
    ],
    [
      "because the database is full",
      "53300",
      "CheckMyDatabase",
      { name: "reachable", copy: 'alter database "shop" connection limit -1;' },
    ],
    [
      "while it starts",
      "57P03",
      "ProcessStartupPacket",
      {
        name: "reachable",
        message: "The database is starting or shutting down.",
        remedy: "It is tried again by itself.",
      },
    ],
    ["behind a pool", "08P01", "none", { name: "reachable", remedy: "Use the direct host, not a pool." }],
  ])("%s", async (_, state, routine, expected) => {
    expect(failedLine(await checksAt(await refusing(state, routine)))).toMatchObject(expected);
  });
});

describe("a server that lets the user in", () => {
  const all = {
    version: 170_002,
    replica: false,
    places: 3,
    readable: 3,
    writable: 3,
    policed: 0,
    schemas: ["public"],
  };

  it("passes", async () => {
    expect((await checksAt(await holding(all))).map(({ ok }) => ok)).toEqual(Array(5).fill(true));
  });

  it("and is a replica can be read", async () => {
    const line = failedLine(await checksAt(await holding({ ...all, replica: true })));
    expect(line).toEqual({
      name: "can-write",
      ok: false,
      message: "The server is a read-only replica.",
      remedy: "Connect to the primary server of shop, by the host for reading and writing.",
    });
  });

  it("and is too old is of no use", async () => {
    const checks = await checksAt(await holding({ ...all, version: 110_022 }));
    expect(failedLine(checks)).toEqual({
      name: "can-read",
      ok: false,
      message: "The server is PostgreSQL 11, which is too old.",
      remedy: "Upgrade the server to PostgreSQL 12 or newer.",
    });
    expect(checks.at(-1)?.ok).toBeNull();
  });
});
