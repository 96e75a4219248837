import { TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import type { Check } from "../connector";
import { type Certified, certified } from "./certificates.test-kit";
import { checksAt, closeStubs, failedLine, type Place, stub } from "./check-list.test-kit";
import { refusal } from "./hostile-server.test-kit";

afterEach(closeStubs);

const root = certified({ name: "a root", ca: true });
const stranger = certified({ name: "another root", ca: true });

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
