import type { AppError } from "@/lib/errors";
import type { Check } from "../connector";
import type { Answer, Calls, List } from "./client";
import { errorOf, type Failure } from "./failure";
import { type Json, textAt } from "./json";

/** Where a connection's owner finds its token and its capabilities. */
const CONNECTIONS_PAGE = "https://www.notion.so/developers/connections";

const untried = (
  name: Check["name"],
  message = "Could not be tried.",
  remedy: string | null = null,
): Check => ({
  name,
  ok: null,
  message,
  remedy,
});

/**
 * The wizard's check list: is Notion there, does it take the token, is anything shared with us. What the connection may
 * write Notion tells of nobody before the first write, and none is made for a check. Three calls at most.
 */
export async function checksOf(calls: Calls): Promise<readonly Check[]> {
  const me = await calls.me();
  if (!me.ok && (me.failure.kind === "lost" || me.failure.kind === "barred")) {
    return [notReached(me.failure), untried("authorized"), untried("can-read"), untried("can-write")];
  }
  const authorized = authorizedCheck(me);
  const isIn = me.ok && authorized.ok === true;
  return [
    { name: "reachable", ok: true, message: "Notion answers.", remedy: null },
    authorized,
    isIn ? await readCheck(calls, textAt(me.value, "name")) : untried("can-read"),
    isIn ? WRITE_UNTOLD : untried("can-write"),
  ];
}

function notReached(failure: Failure): Check {
  const { message, remedy } = errorOf(failure);
  return {
    name: "reachable",
    ok: false,
    message,
    remedy: remedy ?? "Try again in a few minutes; see Notion's status page if it stays so.",
  };
}

function authorizedCheck(me: Answer<Json>): Check {
  if (me.ok) return { name: "authorized", ok: true, message: "Notion accepts the connection.", remedy: null };
  const error = errorOf(me.failure);
  if (me.failure.kind !== "unauthorized") {
    if (error.kind !== "connection-broken") return later("authorized", error);
    return { name: "authorized", ok: false, message: error.message, remedy: error.remedy };
  }
  return {
    name: "authorized",
    ok: false,
    message: "Notion does not accept the token: it is wrong or was withdrawn, or the connection was removed.",
    remedy:
      "Reconnect with Notion's consent, or enter the token that this page shows for an internal connection, under Configuration:",
    copy: CONNECTIONS_PAGE,
  };
}

/** A failure that says nothing of the connection. */
function later(name: Check["name"], { message, retryAfterMs }: AppError): Check {
  if (retryAfterMs === null) return untried(name, message, "Check again in a few minutes.");
  return untried(name, message, `Check again in ${Math.max(1, Math.ceil(retryAfterMs / 1_000))} s.`);
}

async function readCheck(calls: Calls, botName: string | null): Promise<Check> {
  const name = "can-read";
  const shared: Answer<List> = await calls.search({
    filter: { property: "object", value: "data_source" },
    page_size: 1,
  });
  if (!shared.ok) {
    if (shared.failure.kind !== "forbidden") return later(name, errorOf(shared.failure));
    return {
      name,
      ok: false,
      message: "The connection may not read content.",
      remedy: tick("Read content"),
      copy: CONNECTIONS_PAGE,
    };
  }
  if (shared.value.results.length === 0) {
    const what = botName === null ? "the connection" : `"${botName.slice(0, 100)}"`;
    return {
      name,
      ok: false,
      message: "No database is shared with the connection.",
      remedy: `In Notion open a database, its ••• menu, Connections, and add ${what}; then check again.`,
    };
  }
  return peopleCheck(await calls.users(null));
}

/** Databases can be read; without the names of people only columns of people, and who changed a row, are not told. */
function peopleCheck(people: Answer<List>): Check {
  const isBlind = !people.ok && people.failure.kind === "forbidden";
  const message = "Databases are shared with the connection.";
  if (!isBlind) return { name: "can-read", ok: true, message, remedy: null };
  return {
    name: "can-read",
    ok: true,
    message: `${message} It may not read user information, so people are not told by name.`,
    remedy: tick("Read user information including email addresses"),
    copy: CONNECTIONS_PAGE,
  };
}

const WRITE_UNTOLD: Check = {
  name: "can-write",
  ok: null,
  message:
    "Notion does not tell before the first write what a connection may write, and none is made for a check.",
  remedy: tick("Insert content and Update content"),
  copy: CONNECTIONS_PAGE,
};

/** Of a public connection the operator is the owner, and who agreed to it before agrees again. */
function tick(what: string): string {
  return `On this page the connection's owner opens it and ticks ${what}, under Capabilities:`;
}
