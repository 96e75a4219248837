import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import {
  createServer as createHttpServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createSecureContext } from "node:tls";
import { testKey } from "@/lib/auth/saml/testing/test-key";

export interface Detour {
  /** What a client's process needs in its environment to take it. */
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

/**
 * A way from the providers' real host names to the sandbox, for clients that know no other address: a proxy like a
 * company's, which ends TLS with certificates that the client's process is told to trust. Settings of Node alone:
 * nothing of the client is touched. A host that is not in `urls` is not reached.
 */
export async function openDetour(urls: Readonly<Record<string, string>>): Promise<Detour> {
  const folder = mkdtempSync(path.join(tmpdir(), "detour-"));
  const trusted = path.join(folder, "trusted.pem");
  const keys = new Map(Object.keys(urls).map((host) => [host, testKey(host)]));
  writeFileSync(trusted, [...keys.values()].map((key) => key.certificate).join("\n"));
  const contexts = new Map(
    [...keys].map(([host, { privateKey, certificate }]) => [
      host,
      createSecureContext({ key: privateKey, cert: certificate }),
    ]),
  );
  const inner = createHttpsServer(
    { SNICallback: (host, done) => done(null, contexts.get(host)) },
    (asked, answer) => forward(urls[asked.headers.host ?? ""] ?? "", asked, answer),
  );
  const proxy = createHttpServer((_, answer) => answer.writeHead(405).end());
  proxy.on("connect", ({ url = "" }, socket) => {
    socket.on("error", () => socket.destroy());
    if (!url.endsWith(":443") || !Object.hasOwn(urls, url.slice(0, -4)))
      return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    inner.emit("connection", socket);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    env: {
      HTTPS_PROXY: address,
      https_proxy: address,
      NO_PROXY: "",
      no_proxy: "",
      NODE_USE_ENV_PROXY: "1",
      NODE_EXTRA_CA_CERTS: trusted,
    },
    close() {
      inner.closeAllConnections();
      proxy.closeAllConnections();
      proxy.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function forward(to: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { method, headers, url = "/" } = asked;
  const onward = request(new URL(url, to), { method, headers }, (given) => {
    answer.writeHead(given.statusCode ?? 502, given.headers);
    given.pipe(answer);
  });
  // The sandbox cut the connection: so does this end.
  onward.on("error", () => answer.destroy());
  asked.pipe(onward);
}
