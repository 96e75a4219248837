import { Agent, request } from "node:http";
import type { Asker } from "./place";
import type { Filled, Template } from "./template";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request as it goes over the wire. */
export interface Wire {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Server {
  readonly port: number;
  readonly appUrl: string;
  readonly cookie: string;
  /** The name of an organization in a header, for a browser at the API. */
  readonly organization: string;
  /** Ids of the actions in the build, and a page that takes each, by `file#name`. */
  readonly actions: ReadonlyMap<string, BuiltAction>;
  /** What the server said of a request or an error, by its id. */
  logOf(id: string): string;
}

export interface BuiltAction {
  readonly id: string;
  readonly page: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

let calls = 0;

/** Once more where a kept connection was closed as it was used again; what fails twice is an answer of status 0. */
export const send = (server: Pick<Server, "port">, wire: Wire): Promise<Answer> =>
  sendOnce(server, wire)
    .catch(() => sendOnce(server, wire))
    .catch((error: NodeJS.ErrnoException) => ({ status: 0, headers: {}, body: error.code ?? error.message }));

/** Sends exactly this path: a browser's and fetch's own tidying would hide what some attacks are made of. */
function sendOnce({ port }: Pick<Server, "port">, { method, target, headers, body }: Wire): Promise<Answer> {
  calls += 1;
  // Behind a trusted proxy each call is somebody else's: what is asked here is not how often.
  const from = `10.${(calls >> 16) & 255}.${(calls >> 8) & 255}.${calls & 255}`;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: "127.0.0.1",
        port,
        agent,
        method,
        path: target,
        headers: { ...headers, "x-forwarded-for": from },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
            ),
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });
}

export interface Asking {
  readonly template: Template;
  readonly filled: Filled;
  readonly asker: Pick<Asker, "session" | "key">;
  readonly way: "browser" | "key" | "nobody";
  readonly organization: string;
}

/** The request that this asker sends to a door; null for an action that no page of the build has. */
export function wireOf(server: Server, { template, filled, asker, way, organization }: Asking): Wire | null {
  const { door } = template;
  const by = {
    ...(way === "browser" && { cookie: `${server.cookie}=${asker.session}` }),
    ...(way === "key" && { authorization: `Bearer ${asker.key}` }),
  };
  const { target } = filled;
  if (door.kind === "page") return { method: "GET", target, headers: by };
  if (door.kind === "route") {
    const isJson = filled.body !== undefined;
    const headers = {
      ...by,
      ...(way === "browser" && { [server.organization]: organization }),
      ...(isJson && { "content-type": "application/json" }),
    };
    return { method: door.method, target, headers, ...(isJson && { body: JSON.stringify(filled.body) }) };
  }
  const action = server.actions.get(`${door.file}#${door.action}`);
  if (!action) return null;
  const { type, body } = encodedArguments(filled.body as readonly unknown[]);
  const headers = {
    ...by,
    origin: server.appUrl,
    "next-action": action.id,
    "content-type": type,
    accept: "text/x-component",
  };
  return { method: "POST", target: action.page, headers, body };
}

/** As React sends an action's arguments: text that begins with $ is escaped, and a form goes in parts. */
export function encodedArguments(list: readonly unknown[]): { type: string; body: string } {
  const at = list.findIndex(isForm);
  const escaped = JSON.stringify(list, (_, one) =>
    typeof one === "string" && one.startsWith("$") ? `$${one}` : one,
  );
  if (at < 0) return { type: "text/plain;charset=UTF-8", body: escaped };
  const boundary = "----attack";
  const fields = Object.entries(list[at] as Record<string, string>).map(([name, value]) => [
    `_1_${name}`,
    value,
  ]);
  const root = JSON.stringify((JSON.parse(escaped) as unknown[]).with(at, "$K1"));
  const parts = [...fields, ["0", root]].map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { type: `multipart/form-data; boundary=${boundary}`, body: `${parts.join("")}--${boundary}--\r\n` };
}

const isForm = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).join() === "name";
