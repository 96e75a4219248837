import { connect, type Socket } from "node:net";
import { addressPolicy } from "./address";
import { GuardedStream, type StreamLimits } from "./guarded-stream";
import { type CheckedAddress, checkedAddresses, type Lookup, notReachable } from "./resolve";

export interface SocketGuard extends StreamLimits {
  /** The operator's exceptions: CIDR ranges that may be reached although they are not public. */
  readonly allow: readonly string[];
  /** Milliseconds for looking up and connecting, over all addresses. */
  readonly connectMs: number;
  /** Replaces the system's resolver in tests. */
  readonly lookup?: Lookup;
}

/**
 * Opens sockets to customers' servers: resolves the name, checks every address, connects to the checked
 * address itself (no second look-up), and hands out a stream with a byte budget. Throws AppError only.
 */
export function openSocketWith(
  guard: SocketGuard,
): (target: { readonly host: string; readonly port: number }) => Promise<GuardedStream> {
  const policy = addressPolicy(guard.allow);
  return async ({ host, port }) => {
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw notReachable();
    const until = Date.now() + guard.connectMs;
    const addresses = await within(checkedAddresses(host, policy, guard.lookup), guard.connectMs);
    for (const each of addresses) {
      const socket = await attempt(each, port, until - Date.now());
      if (!socket) continue;
      const peer = { address: each.address, internal: each.admission === "allow-listed" };
      return new GuardedStream(socket, guard, peer);
    }
    throw notReachable();
  };
}

function attempt(to: CheckedAddress, port: number, ms: number): Promise<Socket | null> {
  if (ms <= 0) return Promise.resolve(null);
  return new Promise((resolve) => {
    const socket = connect({ host: to.address, port, family: to.family });
    const settle = (outcome: Socket | null) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      if (outcome === null) socket.on("error", () => {}).destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => settle(null), ms);
    socket.once("connect", () => settle(socket));
    socket.once("error", () => settle(null));
  });
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(notReachable()), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
