import "server-only";
import { type Plan, planOf } from "@/lib/billing/plans";
import type { Connector } from "@/lib/connectors/connector";
import { postgresRunStore, type RunStore } from "@/lib/db/run-store";
import { type EndedAccess, findEndedAccess } from "@/lib/reach/find-ended-access";
import { noteRefusals } from "@/lib/reach/note-refusals";
import { openConnection } from "@/lib/reach/open-connection";

/** All that an organization's runs touch outside themselves: the simulator gives them another store and other sides. */
export interface RunHost {
  readonly organizationId: string;
  readonly store: RunStore;
  /** What the plan of this name holds. */
  readonly planOf: (name: string) => Plan;
  /** Opens a connection of the organization; whoever asked closes it. */
  connect(connectionId: string): Promise<Connector>;
  /** Looks whether systems that refused something refuse these connections as such, and notes it. */
  noteRefusals(connectionIds: readonly string[]): Promise<void>;
  /** The first of these connections that is known to be refused or disconnected; null = none is. */
  endedAccess(connectionIds: readonly string[]): Promise<EndedAccess | null>;
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
  noteRefusals: (connectionIds) => noteRefusals(organizationId, connectionIds),
  endedAccess: (connectionIds) => findEndedAccess(organizationId, connectionIds),
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
