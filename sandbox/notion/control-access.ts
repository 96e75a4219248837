import { arrayAt, booleanAt, type JsonObject, textAt } from "./body-check";
import type { Command } from "./desk";
import { invalid } from "./failure";
import { newId, parseId } from "./identifier";
import { endAccess, makeInternalConnection, revokeToken, withdrawConsent } from "./oauth";
import { CAPABILITIES, type DataSourceRecord } from "./record";
import type { World } from "./world";

/** The data source that a command names, whoever it is shared with. */
export function namedSource(world: World, input: JsonObject): DataSourceRecord {
  const source = world.state.source(parseId(input.dataSourceId) ?? "");
  if (source === undefined) throw invalid(`There is no data source ${String(input.dataSourceId)}.`);
  return source;
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
  share: ({ world }, input) => {
    const source = namedSource(world, input);
    const who = input.connectionId;
    const hiddenFrom = who === undefined ? [] : source.hiddenFrom.filter((id) => id !== who);
    world.state.putSource({ ...source, hiddenFrom });
  },
  unshare: ({ world }, input) => {
    const source = namedSource(world, input);
    const who = input.connectionId === undefined ? "*" : textAt(input.connectionId, "connectionId");
    world.state.putSource({ ...source, hiddenFrom: [...new Set([...source.hiddenFrom, who])] });
  },
};
