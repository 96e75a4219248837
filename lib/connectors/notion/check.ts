import type { Check } from "../connector";
import type { Answer, Calls, List } from "./client";
import { errorOf } from "./failure";
import type { Json } from "./json";

const RECONNECT = "Connect Notion again, or enter a token that is valid.";
const SHARE = "In Notion open a database, its menu, Connections, and add the connection; then check again.";

const untried = (name: Check["name"], message: string): Check => ({ name, ok: null, message, remedy: null });

/** The wizard's check list: is Notion there, does it take the token, is anything shared with us. */
export async function checksOf(calls: Calls): Promise<readonly Check[]> {
  const me = await calls.me();
  if (!me.ok && (me.failure.kind === "lost" || me.failure.kind === "barred")) {
    const { message, remedy } = errorOf(me.failure);
    return [
      {
        name: "reachable",
        ok: false,
        message,
        remedy: remedy ?? "Try again in a few minutes; see Notion's status page if it stays so.",
      },
      untried("authorized", "Could not be tried."),
      untried("can-read", "Could not be tried."),
    ];
  }
  const authorized = authorizedCheck(me);
  const canRead = authorized.ok ? await readCheck(calls) : untried("can-read", "Could not be tried.");
  return [{ name: "reachable", ok: true, message: "Notion answers.", remedy: null }, authorized, canRead];
}

function authorizedCheck(me: Answer<Json>): Check {
  if (me.ok) return { name: "authorized", ok: true, message: "Notion accepts the connection.", remedy: null };
  const error = errorOf(me.failure);
  if (error.kind === "rate-limited") return untried("authorized", error.message);
  return { name: "authorized", ok: false, message: error.message, remedy: error.remedy ?? RECONNECT };
}

async function readCheck(calls: Calls): Promise<Check> {
  const shared: Answer<List> = await calls.search({
    filter: { property: "object", value: "data_source" },
    page_size: 1,
  });
  if (!shared.ok) {
    const error = errorOf(shared.failure);
    if (shared.failure.kind !== "forbidden") return untried("can-read", error.message);
    return { name: "can-read", ok: false, message: error.message, remedy: error.remedy };
  }
  if (shared.value.results.length === 0) {
    return {
      name: "can-read",
      ok: false,
      message: "No database is shared with the connection.",
      remedy: SHARE,
    };
  }
  return { name: "can-read", ok: true, message: "Databases are shared with the connection.", remedy: null };
}
