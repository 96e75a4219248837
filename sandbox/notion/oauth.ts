import { randomBytes } from "node:crypto";
import { isObject, type JsonObject } from "./body-check";
import { NotionFailure } from "./failure";
import { newId } from "./identifier";
import { CAPABILITIES, type Capability, type ConnectionRecord, type TokenRecord } from "./record";
import type { World } from "./world";

const CODE_LIFE_MS = 600_000;

/** A secret of the API's look: `ntn_` for access, `nrt_` for refresh tokens. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(24).toString("hex")}`;

/** The connection behind an `Authorization` header; 401 for anything that is not a live token. */
export function authenticate(world: World, header: string | undefined): ConnectionRecord {
  const secret = /^Bearer (.+)$/i.exec(header ?? "")?.[1]?.trim() ?? "";
  const token = world.state.tokens.get(secret);
  const lives = token?.active === true && token.accessEnded !== true;
  const connection = lives ? world.state.connections.get(token.connectionId) : undefined;
  if (connection === undefined) throw new NotionFailure(401, "unauthorized", "API token is invalid.");
  return connection;
}

/** An internal connection of the workspace with its installation token. */
export function makeInternalConnection(
  world: World,
  name: string,
  capabilities: readonly Capability[] = CAPABILITIES,
): TokenRecord {
  const connection: ConnectionRecord = { id: newId(), name, capabilities, ownerId: null };
  world.state.connections.put(connection);
  return issue(world, connection, null);
}

/** What the consent page's Allow gives: a code that works once, for ten minutes, with this redirect only. */
export function grantCode(world: World, redirectUri: string): string {
  const id = newSecret("code");
  world.state.codes.put({ id, redirectUri, expiresAt: world.clock.now() + CODE_LIFE_MS });
  return id;
}

/** `POST /v1/oauth/token`, `/introspect` and `/revoke`, each with HTTP Basic. */
export function answerOauth(
  world: World,
  action: "token" | "introspect" | "revoke",
  authorization: string | undefined,
  body: unknown,
): JsonObject {
  requireClient(world, authorization);
  if (!isObject(body)) throw oauthFailure("invalid_request", "The body must be a JSON object.");
  switch (action) {
    case "token":
      return exchange(world, body);
    case "introspect": {
      const token = world.state.tokens.get(String(body.token ?? ""));
      if (token?.active !== true) return { active: false };
      return {
        active: true,
        scope: "read_content insert_content update_content",
        iat: Math.floor(token.issuedAt / 1000),
      };
    }
    case "revoke": {
      revokeToken(world, String(body.token ?? ""));
      return {};
    }
  }
}

/** Ends a token, given its access or its refresh secret; unknown ones are left in peace. */
export function revokeToken(world: World, secret: string): void {
  const token = world.state.tokens.get(secret) ?? tokenByRefresh(world, secret);
  if (token !== undefined) world.state.tokens.put({ ...token, active: false });
}

/** What a person does in the workspace's settings: every token of the connections agreed to is over. */
export function withdrawConsent(world: World): void {
  for (const token of consented(world)) world.state.tokens.put({ ...token, active: false });
}

/** Access tokens of consents end, as Notion ends them without having said when; refresh tokens live on. */
export function endAccess(world: World): void {
  for (const token of consented(world)) world.state.tokens.put({ ...token, accessEnded: true });
}

const consented = (world: World): TokenRecord[] =>
  [...world.state.tokens.all()].filter(({ refreshToken, active }) => active && refreshToken !== null);

function exchange(world: World, body: JsonObject): JsonObject {
  switch (body.grant_type) {
    case "authorization_code":
      return printToken(world, redeemCode(world, body));
    case "refresh_token":
      return printToken(world, rotate(world, String(body.refresh_token ?? "")));
    default:
      throw oauthFailure("unsupported_grant_type", "This grant_type is not supported.");
  }
}

function redeemCode(world: World, body: JsonObject): TokenRecord {
  const code = world.state.codes.get(String(body.code ?? ""));
  if (code === undefined) throw oauthFailure("invalid_grant", "The code is unknown or was used before.");
  world.state.codes.delete(code.id);
  if (code.expiresAt <= world.clock.now()) throw oauthFailure("invalid_grant", "The code has expired.");
  if (body.redirect_uri !== code.redirectUri)
    throw oauthFailure("invalid_grant", "redirect_uri is not the one that was authorized.");
  const owner = world.state.workspace.humanId;
  const known = [...world.state.connections.all()].find((connection) => connection.ownerId === owner);
  const connection: ConnectionRecord = known ?? {
    id: newId(),
    name: world.settings().connectionName,
    capabilities: CAPABILITIES,
    ownerId: owner,
  };
  if (known === undefined) world.state.connections.put(connection);
  return issue(world, connection, newSecret("nrt"));
}

/** Both tokens change; the old pair is worth nothing from here on. */
function rotate(world: World, refreshToken: string): TokenRecord {
  const old = tokenByRefresh(world, refreshToken);
  const connection = old?.active === true ? world.state.connections.get(old.connectionId) : undefined;
  if (old === undefined || connection === undefined)
    throw oauthFailure("invalid_grant", "The refresh token is invalid.");
  world.state.tokens.put({ ...old, active: false });
  return issue(world, connection, newSecret("nrt"));
}

function issue(world: World, connection: ConnectionRecord, refreshToken: string | null): TokenRecord {
  const token: TokenRecord = {
    id: newSecret("ntn"),
    connectionId: connection.id,
    refreshToken,
    issuedAt: world.clock.now(),
    active: true,
  };
  world.state.tokens.put(token);
  return token;
}

function tokenByRefresh(world: World, secret: string): TokenRecord | undefined {
  if (secret === "") return undefined;
  return [...world.state.tokens.all()].find((token) => token.refreshToken === secret);
}

function printToken(world: World, token: TokenRecord): JsonObject {
  const { id: workspaceId, humanId } = world.state.workspace;
  const user = world.state.users.get(humanId);
  return {
    access_token: token.id,
    token_type: "bearer",
    refresh_token: token.refreshToken,
    bot_id: token.connectionId,
    workspace_id: workspaceId,
    workspace_name: world.settings().workspaceName,
    workspace_icon: null,
    owner: {
      type: "user",
      user: {
        object: "user",
        id: humanId,
        type: "person",
        name: user?.name ?? null,
        avatar_url: null,
        person: { email: user?.email ?? "" },
      },
    },
    duplicated_template_id: null,
  };
}

function requireClient(world: World, authorization: string | undefined): void {
  const { clientId, clientSecret } = world.settings();
  const given = /^Basic (.+)$/i.exec(authorization ?? "")?.[1] ?? "";
  if (Buffer.from(given, "base64").toString("utf8") !== `${clientId}:${clientSecret}`)
    throw new NotionFailure(401, "invalid_client", "Client authentication failed.");
}

const oauthFailure = (code: string, message: string): NotionFailure => new NotionFailure(400, code, message);
