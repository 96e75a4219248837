import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import { type Certified, certified } from "./certificates.test-kit";
import { openPostgres } from "./connector";
import { localSocket } from "./contract-place.test-kit";

const root = certified({ name: "our root", ca: true });
const stranger = certified({ name: "our root", ca: true });

let database: TestDatabase;
const fronts: Server[] = [];

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(async () => {
  for (const front of fronts) front.close();
  await database.drop();
});

/** The database behind TLS with this certificate, as a URL. */
async function behind({ key, certificate }: Certified): Promise<string> {
  const real = new URL(database.adminUrl);
  const front = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write("S");
      const secure = new TLSSocket(socket, {
        isServer: true,
        key: key.export({ type: "pkcs8", format: "pem" }),
        cert: certificate,
      });
      const server = connect(Number(real.port), real.hostname);
      for (const end of [secure, server]) end.on("error", () => {});
      secure.pipe(server).pipe(secure);
    });
  });
  fronts.push(front);
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  const url = new URL(database.adminUrl);
  url.hostname = "127.0.0.1";
  url.port = String((front.address() as AddressInfo).port);
  return url.href;
}

/** What the check list says of TLS; "through" if everything after it passed as well. */
async function tlsOf(url: string, ca?: string): Promise<string> {
  const connector = openPostgres({ url, ca }, { openSocket: localSocket() });
  const checks = await connector.check();
  await connector.close();
  const [reachable, tls, authorized] = checks;
  expect(reachable?.ok).toBe(true);
  if (tls?.ok && authorized?.ok) return "through";
  return `${tls?.message} ${tls?.remedy}`;
}

describe("a server with a certificate of a private CA", () => {
  it("is verified with the CA's certificate, and not without", async () => {
    const url = await behind(certified({ name: "db", host: "127.0.0.1" }, root));
    expect(await tlsOf(url, root.certificate)).toBe("through");
    expect(await tlsOf(`${url}?sslmode=verify-full`)).toMatch(
      /could not be verified.*Paste the certificate of the CA/,
    );
    expect(await tlsOf(url, stranger.certificate)).toMatch(/could not be verified/);
  });

  it.each(["127.0.0.2", "localhost", "db.example.com"])("must bear its address, not %s", async (host) => {
    const url = await behind(certified({ name: "db", host }, root));
    expect(await tlsOf(url, root.certificate)).toMatch(
      /could not be verified.*Connect by a host name or address/,
    );
  });

  it("says which certificate has expired", async () => {
    const old = certified({ name: "old root", ca: true, until: "210101" });
    expect(
      await tlsOf(await behind(certified({ name: "db", host: "127.0.0.1" }, old)), old.certificate),
    ).toMatch(/CA certificate for TLS expired on 2021-01-01.*current/);
    const late = certified({ name: "db", host: "127.0.0.1", until: "210101" }, root);
    expect(await tlsOf(await behind(late), root.certificate)).toMatch(/Renew the server's certificate/);
  });

  it("gets no plain connection from this machine either", async () => {
    const connector = openPostgres(
      { url: database.adminUrl, ca: root.certificate },
      { openSocket: localSocket() },
    );
    expect((await connector.check()).map((each) => each.ok)).toEqual([true, false, null, null, null]);
    await connector.close();
  });
});
