import "server-only";
import type { Connector } from "@/lib/connectors/connector";
import type { Lane } from "@/lib/egress/rate-budget";
import { AppError } from "@/lib/errors";
import { openConnection } from "./open-connection";

/** How long a system has to say whether it accepts a connection: a database that sleeps is awake by then. */
export const TRY_MS = 20_000;

/**
 * Opens a connection and looks at it, for no longer than `ms` however slowly its system answers: then AppError
 * `upstream-unavailable`, and what is under way comes to its end, and is closed, without anybody waiting for it.
 */
export async function tryConnection<T>(
  place: { readonly organizationId: string; readonly connectionId: string; readonly lane?: Lane },
  look: (connector: Connector) => Promise<T>,
  ms = TRY_MS,
): Promise<T> {
  const connector = await openConnection(place.organizationId, place.connectionId, place.lane);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(notInTime()), ms);
  const looked = look(connector).finally(() => connector.close());
  try {
    return await Promise.race([looked, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const notInTime = (): AppError =>
  new AppError("upstream-unavailable", "The connection's system answers too slowly to be checked.", {
    remedy: "Check again once it is less busy.",
  });
