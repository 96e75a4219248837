import type { AppError } from "@/lib/errors";
import type { Check } from "../connector";
import type { DatabaseTarget } from "./config";
import { sourceOf, stateOf } from "./database-error";
import { literal, quoted } from "./identifiers";

/** What is said of a step that failed, and how its reader mends it. */
export type Mending = Pick<Check, "message" | "remedy" | "copy">;

/** PostgreSQL's own functions that refuse with one code for several reasons. */
const BY_PG_HBA = "ClientAuthentication";
const BY_ROLE = "InitializeSessionUserId";
const BY_DATABASE = "CheckMyDatabase";

/** How a customer mends what kept us from connecting to `target`; the error's own remedy where no exact one is known. */
export function connectRemedy(error: AppError, target: DatabaseTarget): Mending {
  const { message, remedy } = error;
  const exact = answered(error, target) ?? onTheWay(error, target);
  return { message, remedy, ...exact };
}

/** What the server itself answered. */
function answered(error: AppError, { user, database }: DatabaseTarget): Partial<Mending> | null {
  const routine = sourceOf(error);
  switch (stateOf(error)) {
    case "28P01":
      return {
        remedy: `Enter the current password. If it is lost, set another for the user ${user} and enter that:`,
        copy: `alter role ${quoted(user)} with login password ${literal("a new password")};`,
      };
    case "28000":
      return routine === BY_PG_HBA ? notInPgHba(user, database) : mayNotLogIn(user);
    case "3D000":
      return {
        remedy: "Correct the database name. Any user of the server lists its databases with this:",
        copy: "select datname from pg_database where datallowconn;",
      };
    case "42501":
      return {
        message: "The user may not connect to this database.",
        remedy: "As the database's owner run this:",
        copy: `grant connect on database ${quoted(database)} to ${quoted(user)};`,
      };
    case "53300":
      return noFreeConnection(routine, user, database);
    default:
      return null;
  }
}

const notInPgHba = (user: string, database: string): Partial<Mending> => ({
  message: "The server's pg_hba.conf lets nobody in as this user from our address.",
  remedy:
    "Add this line to pg_hba.conf with the address that the server's log names instead of ADDRESS, then reload the server:",
  copy: `hostssl ${quoted(database)} ${quoted(user)} ADDRESS/32 scram-sha-256`,
});

const mayNotLogIn = (user: string): Partial<Mending> => ({
  remedy: "Check the user name. If it is right, let the user log in:",
  copy: `alter role ${quoted(user)} login;`,
});

function noFreeConnection(routine: string | null, user: string, database: string): Partial<Mending> {
  if (routine === BY_ROLE) {
    return {
      message: "The user has no free connection: its own limit is reached.",
      remedy: "Raise the limit:",
      copy: `alter role ${quoted(user)} connection limit 20;`,
    };
  }
  if (routine === BY_DATABASE) {
    return {
      message: "The database has no free connection: its own limit is reached.",
      remedy: "Lift the limit:",
      copy: `alter database ${quoted(database)} connection limit -1;`,
    };
  }
  return {
    remedy:
      "End connections that nobody needs, or raise max_connections and restart the server; these are open:",
    copy: "select usename, application_name, state, state_change from pg_stat_activity order by state_change;",
  };
}

/** What ended it before the server could answer. */
function onTheWay(error: AppError, { ca }: DatabaseTarget): Partial<Mending> | null {
  const source = sourceOf(error);
  if (/does not offer TLS/.test(error.message)) {
    return {
      remedy:
        "Turn TLS on at the server: put server.crt and server.key into its data directory, then run this as a superuser:",
      copy: "alter system set ssl = on; select pg_reload_conf();",
    };
  }
  if (source === "DEPTH_ZERO_SELF_SIGNED_CERT") {
    return {
      message: "The server's TLS certificate could not be verified: it is signed by itself.",
      remedy:
        "Paste it as the CA certificate if it may act as one (CA:TRUE); otherwise have it signed by a CA and paste that CA's.",
    };
  }
  if (source !== null && UNKNOWN_AUTHORITY.has(source)) {
    return ca === null
      ? {
          message: "The server's TLS certificate could not be verified: no public authority signed it.",
          remedy:
            "Paste the certificate of the CA that signed it as the CA certificate; hosters offer theirs for download.",
        }
      : {
          message: "The server's TLS certificate could not be verified: the given CA did not sign it.",
          remedy:
            "Paste the certificate of the CA that signed the server's as the CA certificate, with those between them.",
        };
  }
  return null;
}

const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_SIGNATURE_FAILURE",
]);
