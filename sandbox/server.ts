import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface SandboxRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What goes back; `cut` closes the socket instead, before any byte or after the headers. */
export type SandboxResponse =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string | Buffer;
    }
  | { readonly cut: "before-answer" | "mid-body"; readonly body?: string };

export type SandboxHandler = (request: SandboxRequest) => Promise<SandboxResponse> | SandboxResponse;

/** Serves on loopback; port 0 lets the system choose. Resolves when listening. */
export async function serve(port: number, handler: SandboxHandler): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    answer(request, response, handler).catch((error: unknown) => {
      console.error("sandbox:", error);
      response.writeHead(500, { "content-type": "text/plain" });
      response.end("sandbox failure: see its log");
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export const json = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): SandboxResponse => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(body),
});

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handler: SandboxHandler,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(", ") : (value ?? "");
  const result = await handler({
    method: request.method ?? "GET",
    url: new URL(request.url ?? "/", "http://sandbox.local"),
    headers,
    body: Buffer.concat(chunks),
  });
  if ("cut" in result) {
    if (result.cut === "mid-body") {
      const body = result.body ?? "";
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(body) + 64),
      });
      // Cut only once this much is on its way: head and half a body, not nothing at all.
      response.write(body, () => response.socket?.destroy());
      return;
    }
    response.socket?.destroy();
    return;
  }
  response.writeHead(result.status, result.headers);
  response.end(result.body);
}
