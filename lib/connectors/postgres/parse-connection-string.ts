import { AppError } from "@/lib/errors";
import { isIPv6, isPlainHost } from "./host";

/** Where a database is and who asks. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** What the customer said about TLS; null = nothing, which means verify-full wherever TLS matters. */
  readonly tls: "verify-full" | "disable" | null;
  readonly channelBinding: boolean;
}

export interface DatabaseFields {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls?: "verify-full" | "disable" | undefined;
}

const MAX_LENGTH = 2_000;

/**
 * Reads `postgres://user:password@host:port/database?sslmode=...` strictly: one host, one port, and only the
 * parameters `sslmode` and `channel_binding`. Drivers let other parameters replace the host, open files on our
 * machine or change the session, so anything else is refused here, before any look-up. No message repeats
 * what was given, apart from a parameter's name.
 */
export function parseConnectionString(text: string): DatabaseAddress {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH) throw refused("The connection string is too long.");
  if (hasControl(trimmed) || /\s/.test(trimmed))
    throw refused("The connection string contains a space or line break.");
  const parts = /^(?:postgres|postgresql):\/\/([^/?#]*)(?:\/([^/?#]*))?(?:\?([^#]*))?$/i.exec(trimmed);
  if (!parts)
    throw refused("This is not a connection string of the form postgres://user:password@host:5432/database.");
  const [, authority = "", database = "", query = ""] = parts;
  const [userinfo = "", server, ...more] = authority.split("@");
  if (server === undefined) throw refused("The connection string names no user and password.");
  if (more.length > 0) throw refused("The password contains an @; write it as %40.");
  const colon = userinfo.indexOf(":");
  if (colon < 0) throw refused("The connection string has no password.");
  const parameters = parametersOf(query);
  const { host, port } = serverOf(server);
  return checked({
    host,
    port,
    database: decoded(database, "database"),
    user: decoded(userinfo.slice(0, colon), "user"),
    password: decoded(userinfo.slice(colon + 1), "password"),
    tls: tlsOf(parameters.get("sslmode")),
    channelBinding: channelBindingOf(parameters.get("channel_binding")),
  });
}

/** The same checks for a form's fields, where an IPv6 literal stands without brackets. */
export function targetFromFields(fields: DatabaseFields): DatabaseAddress {
  return checked({ ...fields, tls: fields.tls ?? null, channelBinding: false });
}

function checked(target: DatabaseAddress): DatabaseAddress {
  for (const name of ["database", "user", "password"] as const) {
    if (target[name] === "") throw refused(`The connection names no ${name}.`);
    if (hasControl(target[name]) || /\p{Surrogate}/u.test(target[name])) {
      throw refused(`The ${name} contains a character that cannot be sent.`);
    }
  }
  for (const name of ["database", "user"] as const) {
    if (Buffer.byteLength(target[name]) > 63) throw refused(`The ${name} is longer than PostgreSQL allows.`);
  }
  if (!Number.isInteger(target.port) || target.port < 1 || target.port > 65_535) {
    throw refused("The port is not a number from 1 to 65535.");
  }
  if (!isPlainHost(target.host)) throw refused("The host is not one plain server name or address.");
  return { ...target, host: target.host.toLowerCase() };
}

function serverOf(server: string): { readonly host: string; readonly port: number } {
  const parts = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(server);
  if (!parts) throw refused("The connection string must name one server and one port.");
  const [, literal, name, port = "5432"] = parts;
  if (literal !== undefined && !isIPv6(literal))
    throw refused("The host in brackets is not an IPv6 address.");
  return { host: literal ?? name ?? "", port: Number(port) };
}

function parametersOf(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of query.split("&").filter((each) => each !== "")) {
    const equals = pair.indexOf("=");
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals), "parameter");
    if (name !== "sslmode" && name !== "channel_binding") throw refusedParameter(name);
    if (parameters.has(name)) throw refused(`The parameter ${name} is given twice.`);
    parameters.set(name, equals < 0 ? "" : decoded(pair.slice(equals + 1), "parameter"));
  }
  return parameters;
}

function tlsOf(mode: string | undefined): DatabaseAddress["tls"] {
  switch (mode) {
    case undefined:
      return null;
    case "disable":
      return "disable";
    case "prefer":
    case "require":
    case "verify-ca":
    case "verify-full":
      return "verify-full";
    default:
      throw refused(
        "The parameter sslmode has a value that is not accepted.",
        "Use sslmode=verify-full, or leave it out.",
      );
  }
}

function channelBindingOf(mode: string | undefined): boolean {
  if (mode === undefined || mode === "disable" || mode === "prefer") return false;
  if (mode === "require") return true;
  throw refused("The parameter channel_binding has a value that is not accepted.");
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused(`The ${what} has a % that starts no valid escape; write a plain % as %25.`);
  }
}

const hasControl = (text: string): boolean =>
  [...text].some((character) => character < " " || character === "\u007f");

function refusedParameter(name: string): AppError {
  const shown = /^[a-z_]{1,40}$/i.test(name) ? `The parameter ${name}` : "A parameter";
  return refused(
    `${shown} is not accepted in a connection string.`,
    "Remove it; only sslmode and channel_binding may be given.",
  );
}

function refused(message: string, remedy?: string): AppError {
  return new AppError("invalid-input", message, {
    remedy: remedy ?? "Copy the connection string from your database provider, or fill in the fields.",
  });
}
