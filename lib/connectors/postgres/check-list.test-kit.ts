import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { expect } from "vitest";
import { openSocketWith } from "@/lib/egress/guarded-socket";
import type { Check, OpenSocket } from "../connector";
import { openPostgres } from "./connector";

const stubs: Server[] = [];

export function closeStubs(): void {
  for (const stub of stubs.splice(0)) stub.close();
}

/** A port where `onData` is called with each part that a connection sends, counted from zero. */
export async function stub(
  onData: (socket: Socket, at: number) => void,
  onConnection: () => void = () => {},
): Promise<number> {
  const server = createServer((socket) => {
    let at = 0;
    onConnection();
    socket.on("error", () => {});
    socket.on("data", () => onData(socket, at++));
  });
  stubs.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

export const GUARD = { byteBudget: 1_000_000, idleMs: 2_000, connectMs: 500 };
const local = openSocketWith({ ...GUARD, allow: ["127.0.0.0/8"] });

export interface Place {
  readonly host?: string;
  readonly tls?: boolean;
  readonly ca?: string;
  readonly openSocket?: OpenSocket;
}

/** The check list of a connection to this port. */
export async function checksAt(
  port: number,
  { host = "127.0.0.1", tls, ca, openSocket = local }: Place = {},
) {
  const url = `postgres://ada:secret@${host}:${port}/shop${tls ? "?sslmode=verify-full" : ""}`;
  const connector = openPostgres({ url, ...(ca && { ca }) }, { openSocket });
  const checks = await connector.check();
  await connector.close();
  expect(JSON.stringify(checks)).not.toContain("secret");
  return checks;
}

/** The line that fails; the lines before it have passed, and those after it were not tried. */
export function failedLine(checks: readonly Check[]): Check {
  const at = checks.findIndex(({ ok }) => ok === false);
  expect(checks.map(({ name }) => name)).toEqual(["reachable", "tls", "authorized", "can-read", "can-write"]);
  expect(checks.slice(0, at).every(({ ok }) => ok === true)).toBe(true);
  expect(checks.slice(at + 1).every(({ ok }) => ok !== false)).toBe(true);
  return checks[at] as Check;
}
