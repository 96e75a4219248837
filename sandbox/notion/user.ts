import type { JsonObject } from "./body-check";
import { notFound } from "./failure";
import type { ConnectionRecord, UserRecord } from "./record";
import { type Call, requireCapability } from "./world";

/** A user as this connection may see it: without the user capability only `{object, id}`. */
export function printUser(call: Call, id: string): JsonObject {
  if (!call.connection.capabilities.includes("users")) return { object: "user", id };
  const person = call.state.users.get(id);
  if (person !== undefined) return printPerson(call, person);
  const bot = call.state.connections.get(id);
  return bot === undefined ? { object: "user", id } : printBot(bot, {});
}

/** `GET /v1/users/{id}`; guests are found here and nowhere else. */
export function retrieveUser(call: Call, id: string): JsonObject {
  requireCapability(call, "users");
  if (call.state.users.get(id) === undefined && call.state.connections.get(id) === undefined)
    throw notFound("user", id);
  return printUser(call, id);
}

/** Everyone who is listed: members and bots, no guests. */
export function listedUsers(call: Call): JsonObject[] {
  requireCapability(call, "users");
  const members = [...call.state.users.all()].filter((user) => !user.guest);
  return [...members.map((user) => printPerson(call, user)), printBot(call.connection, {})];
}

/** `GET /v1/users/me`: the connection's own bot. */
export function printSelf(call: Call): JsonObject {
  const { ownerId } = call.connection;
  const owner =
    ownerId === null
      ? { type: "workspace", workspace: true }
      : { type: "user", user: printOwner(call, ownerId) };
  return printBot(call.connection, {
    owner,
    workspace_id: call.state.workspace.id,
    workspace_limits: { max_file_upload_size_in_bytes: 5_242_880 },
    workspace_name: call.settings().workspaceName,
  });
}

export const isAssignable = (call: Call, id: string): boolean =>
  call.state.users.get(id) !== undefined || call.state.connections.get(id) !== undefined;

function printOwner(call: Call, id: string): JsonObject {
  const user = call.state.users.get(id);
  return user === undefined ? { object: "user", id } : printPerson(call, user);
}

const printPerson = (call: Call, user: UserRecord): JsonObject => ({
  object: "user",
  id: user.id,
  name: user.name,
  avatar_url: null,
  type: "person",
  person: call.connection.capabilities.includes("emails") ? { email: user.email } : {},
});

const printBot = (connection: ConnectionRecord, bot: JsonObject): JsonObject => ({
  object: "user",
  id: connection.id,
  name: connection.name,
  avatar_url: null,
  type: "bot",
  bot,
});
