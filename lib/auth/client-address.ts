import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { addressRanges, plainAddress } from "@/lib/egress/address-range";
import { env } from "@/lib/env";

/** Carries the socket's address from Node's server to the handlers, which see a Request and no socket. */
const PEER_HEADER = "x-chittysync-peer";

// One word per process, which nobody outside knows: instrumentation and routes are bundled apart and share this only.
const shared = globalThis as unknown as { chittysyncPeerWord?: string };

function peerWord(): string {
  shared.chittysyncPeerWord ??= randomBytes(16).toString("base64url");
  return shared.chittysyncPeerWord;
}

/**
 * From now on every request that this process's HTTP servers take carries its socket's address, in place of whatever
 * the client sent under that name. Node announces each request before any handler sees it. Once per process.
 */
export function tellPeers(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    request.headers[PEER_HEADER] = `${peerWord()} ${request.socket.remoteAddress ?? ""}`;
  });
}

/**
 * The client's address in its one spelling (IPv4 that is mapped into IPv6 as IPv4), or null where the server did not
 * tell (a request before the start was over).
 *
 * What is trusted: the socket's address, as `tellPeers` wrote it under a word that no client knows; and
 * `X-Forwarded-For` only as far as the hop that wrote an entry is in TRUSTED_PROXIES, read from the right. Next's own
 * server puts the socket's address into `X-Forwarded-For` only where the client sent none, so that header by itself
 * says whatever the client likes. No other header is looked at.
 */
export function clientAddressOf(headers: Headers): string | null {
  const [word, told = ""] = headers.get(PEER_HEADER)?.split(" ") ?? [];
  let client = word === peerWord() ? plainAddress(told) : null;
  const trusted = addressRanges(env().TRUSTED_PROXIES);
  const hops = headers.get("x-forwarded-for")?.split(",") ?? [];
  while (client !== null && trusted?.has(client)) {
    const before = addressOfHop(hops.pop() ?? "");
    if (before === null) break;
    client = before;
  }
  return client;
}

/** Some proxies write the client's port too: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
function addressOfHop(hop: string): string | null {
  const text = hop.trim();
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(text) ?? [];
  return plainAddress(bracketed ?? plain ?? text);
}

/** Whom an address stands for when calls are counted: one host of IPv4, one /64 of IPv6. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const before = head.split(":").filter(Boolean);
  const after = tail?.split(":").filter(Boolean) ?? [];
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
