import type { SideConnector, WriteOperation } from "@/lib/connectors/connector";

type OpenConnection = typeof import("@/lib/reach/open-connection");
type Meddling = (kind: string, operations: readonly WriteOperation[]) => Promise<void> | void;

/** What happens around each write of a connector, by kind. */
export const meddle: { before: Meddling | null; after: Meddling | null } = { before: null, after: null };

/** The module that opens connections, with `meddle` around every write: for `vi.mock`. */
export function meddled(actual: OpenConnection): OpenConnection {
  return {
    ...actual,
    openConnection: async (...place) => {
      const connection = await actual.openConnection(...place);
      const open = connection.side.bind(connection);
      connection.side = (config) => {
        const side = open(config);
        const write: SideConnector["write"] = side.write.bind(side);
        side.write = async (operations, deadline) => {
          await meddle.before?.(connection.kind, operations);
          const report = await write(operations, deadline);
          await meddle.after?.(connection.kind, operations);
          return report;
        };
        return side;
      };
      return connection;
    },
  };
}

export class Killed extends Error {}

/** The process dies the first time `kind` writes: before the call goes out or before its answer is stored. */
export function killOnce(when: "before" | "after", kind: string): void {
  meddle[when] = (of) => {
    if (of !== kind) return;
    meddle[when] = null;
    throw new Killed();
  };
}

/** A clock that jumps on by minutes whenever it is asked: each turn then ends after one action. */
export function jumpingClock(): () => Date {
  let at = Date.now();
  return () => {
    at += 60_000;
    return new Date(at);
  };
}
