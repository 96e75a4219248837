import { arrayAt, booleanAt, type JsonObject, oneOfAt, textAt } from "./body-check";
import type { Command } from "./desk";
import { invalid } from "./failure";
import { newId, parseId } from "./identifier";
import { endAccess, makeInternalConnection, revokeToken, withdrawConsent } from "./oauth";
import { CAPABILITIES, type DataSourceRecord, type PageRecord } from "./record";
import type { World } from "./world";

/** The data source that a command names, whoever it is shared with. */
export function namedSource(world: World, input: JsonObject): DataSourceRecord {
  const source = world.state.source(parseId(input.dataSourceId) ?? "");
  if (source === undefined) throw invalid(`There is no data source ${String(input.dataSourceId)}.`);
  return source;
}

/** The pages that a command names, wherever they are. */
export function namedPages(world: World, input: JsonObject): PageRecord[] {
  return arrayAt(input.pageIds, "pageIds", Number.POSITIVE_INFINITY).map((raw) => {
    const page = world.state.page(parseId(raw) ?? "");
    if (page === undefined) throw invalid(`There is no page ${String(raw)}.`);
    return page;
  });
}

/** Who can see what: tokens, people, sharing. */
export const accessCommands: Readonly<Record<string, Command>> = {
  "create-workspace-token": ({ world }, input) => {
    const asked =
      input.capabilities === undefined ? CAPABILITIES : arrayAt(input.capabilities, "capabilities");
    const capabilities = CAPABILITIES.filter((capability) => asked.includes(capability));
    const name = input.name === undefined ? "Internal connection" : textAt(input.name, "name");
    const token = makeInternalConnection(world, name, capabilities);
    return { token: token.id, connectionId: token.connectionId };
  },
  "revoke-token": ({ world }, input) => revokeToken(world, textAt(input.token, "token")),
  "block-connection": ({ world }, input) => setBlocked(world, input, true),
  "unblock-connection": ({ world }, input) => setBlocked(world, input, false),
  "withdraw-consent": ({ world }) => withdrawConsent(world),
  "expire-tokens": ({ world }) => endAccess(world),
  "list-users": ({ world }) =>
    [...world.state.users.all()].map((user) => ({
      ...user,
      owner: user.id === world.state.workspace.humanId,
    })),
  "add-user": ({ world }, input) => {
    const id = newId();
    world.state.users.put({
      id,
      name: textAt(input.name, "name"),
      email: textAt(input.email, "email"),
      guest: input.guest === undefined ? false : booleanAt(input.guest, "guest"),
    });
    return { userId: id };
  },
  share: ({ world }, input) =>
    changeSharing(world, input, (hidden, who) => (who === "*" ? [] : hidden.filter((id) => id !== who))),
  unshare: ({ world }, input) => changeSharing(world, input, (hidden, who) => [...new Set([...hidden, who])]),
};

function setBlocked(world: World, input: JsonObject, blocked: boolean): void {
  const connection = world.state.connections.get(parseId(input.connectionId) ?? "");
  if (connection === undefined) throw invalid(`There is no connection ${String(input.connectionId)}.`);
  world.state.connections.put({ ...connection, blocked });
}

/**
 * Of a table (404 from then on), of its rows alone (`how: "rows"`: the table answers as if it were empty), or of
 * `pageIds` (these are missing from lists); to one connection or to all.
 */
function changeSharing(
  world: World,
  input: JsonObject,
  change: (hiddenFrom: readonly string[], who: string) => readonly string[],
): void {
  const who = input.connectionId === undefined ? "*" : textAt(input.connectionId, "connectionId");
  if (input.pageIds !== undefined) {
    for (const page of namedPages(world, input))
      world.state.putPage({ ...page, hiddenFrom: change(page.hiddenFrom ?? [], who) }, null);
    return;
  }
  const source = namedSource(world, input);
  const how = oneOfAt(input.how ?? "table", "how", ["table", "rows"]);
  world.state.putSource(
    how === "rows"
      ? { ...source, rowsHiddenFrom: change(source.rowsHiddenFrom ?? [], who) }
      : { ...source, hiddenFrom: change(source.hiddenFrom, who) },
  );
}
