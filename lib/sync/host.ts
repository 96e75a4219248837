import "server-only";
import { type Plan, planOf } from "@/lib/billing/plans";
import type { Connector } from "@/lib/connectors/connector";
import { postgresRunStore, type RunStore } from "@/lib/db/run-store";
import { openConnection } from "@/lib/reach/open-connection";

/** All that an organization's runs touch outside themselves: the simulator gives them another store and other sides. */
export interface RunHost {
  readonly organizationId: string;
  readonly store: RunStore;
  /** What the plan of this name holds. */
  readonly planOf: (name: string) => Plan;
  /** Opens a connection of the organization; whoever asked closes it. */
  connect(connectionId: string): Promise<Connector>;
  readonly clock: () => Date;
  /** Does something again and again until the answer is called; never again while it is still at it. */
  every(ms: number, work: () => Promise<void>): () => void;
}

/** The organization's own database and connections. */
export const hostOf = (organizationId: string, clock: () => Date = () => new Date()): RunHost => ({
  organizationId,
  store: postgresRunStore(organizationId),
  planOf,
  connect: (connectionId) => openConnection(organizationId, connectionId),
  clock,
  every: (ms, work) => {
    let isAtIt = false;
    const timer = setInterval(async () => {
      if (isAtIt) return;
      isAtIt = true;
      await work().finally(() => {
        isAtIt = false;
      });
    }, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
});
