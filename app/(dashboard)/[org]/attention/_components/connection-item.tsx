import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { connectionWord, hasAccessEnded } from "@/lib/format/connection-word";
import { getConnection, registriesByConnection } from "@/lib/services/connections/browse-connections";
import { listCallBudgets } from "@/lib/services/connections/call-budgets";
import { consentKinds } from "@/lib/services/connections/start-consent";
import { sought } from "../../_session/answer";
import { ItemHead } from "./item-head";
import { ItemOver } from "./item-over";
import { ConnectionLine } from "./item-parts";

interface Props {
  readonly org: string;
  readonly id: string;
}

/** A connection that cannot be used: why, what waits for it, and connecting it again in place. */
export async function ConnectionItem({ org, id }: Props) {
  const shown = await sought(org, async (caller) => {
    const [connection, uses, budgets] = await Promise.all([
      getConnection(caller, id),
      registriesByConnection(caller),
      listCallBudgets(caller),
    ]);
    return { connection, uses: uses.get(id) ?? [], budget: budgets.get(id) ?? null };
  });
  if (shown === null)
    return (
      <>
        <ItemHead kind="connection" title="This connection is gone" registry={null} />
        <ItemOver title="There is no such connection">Somebody may have removed it.</ItemOver>
      </>
    );
  const { connection, uses, budget } = shown;
  const { word } = connectionWord(connection.status, connection.problem);
  const isOver = connection.status === "working";
  return (
    <>
      <ItemHead kind="connection" title={`${connection.name}: ${word}`} registry={null}>
        {isOver
          ? "It can be used again, and what waited for it goes on by itself."
          : "Its registries wait; nothing of their rows is lost, and all others go on."}
      </ItemHead>
      <ul aria-label="Connection" className="card">
        <ConnectionLine
          connection={connection}
          uses={uses}
          budget={budget}
          consentKinds={consentKinds()}
          mayChange={hasPermission(await requestCaller(org), "connection:write")}
          startsOpen={hasAccessEnded(connection.status)}
        />
      </ul>
    </>
  );
}
