import { AppError } from "@/lib/errors";

/** The five characters by which PostgreSQL names an error, or null for anything else. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || !("severity" in error)) return null;
  return typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : null;
}

/** Bad data (22), broken constraints (23) and conditions of a view (44): the fault of a row, not of the connection. */
export const isRowFault = (error: unknown): boolean => /^(2[23]|44)/.test(sqlState(error) ?? "");

/** Why a row was refused: a reason to compare and a message to read. Neither repeats a value. */
export function rowFault(error: unknown): { readonly reason: string; readonly message: string } {
  const state = sqlState(error) ?? "";
  const known = ROW_FAULTS[state];
  if (known) return { reason: known[0], message: known[1] };
  return { reason: `sqlstate-${state}`, message: `The database refused the row (code ${state}).` };
}

const ROW_FAULTS: Readonly<Record<string, readonly [string, string]>> = {
  "22001": ["too-long", "A text is longer than its column allows."],
  "22003": ["out-of-range", "A number is outside what its column allows."],
  "22008": ["out-of-range", "A date is outside what its column allows."],
  "2200N": ["form", "The text is no well-formed XML."],
  "2200M": ["form", "The text is no well-formed XML."],
  "22P02": ["form", "A value is not of its column's type."],
  "22P05": ["encoding", "A text has a character that the database's encoding lacks."],
  "23502": ["required", "A column that must have a value would be empty."],
  "23503": ["reference", "The row refers to a row that is not there, or is referred to by others."],
  "23505": ["duplicate", "Another row holds the same value in a unique column."],
  "23514": ["check", "The row breaks a check of the table."],
  "44000": ["outside", "The view would not show the row with these values."],
  "23P01": ["exclusion", "The row breaks an exclusion rule of the table."],
};

type Answer = readonly [kind: "connection-broken" | "upstream-unavailable", message: string, remedy: string];

const WAIT = "It is tried again by itself.";

const STATES: Readonly<Record<string, Answer>> = {
  "28P01": [
    "connection-broken",
    "The database refused the user name or password.",
    "Enter the current password.",
  ],
  "28000": [
    "connection-broken",
    "The database does not let this user in.",
    "Check the user's right to log in.",
  ],
  "3D000": [
    "connection-broken",
    "There is no database of this name on the server.",
    "Correct the database name.",
  ],
  "3F000": ["connection-broken", "The table's schema is not there any more.", "Choose another table."],
  "42P01": ["connection-broken", "The table is not there any more.", "Restore the table or choose another."],
  "42703": ["connection-broken", "A mapped column is not there any more.", "Map the fields again."],
  "428C9": [
    "connection-broken",
    "A mapped column is computed by the database, also where it is written through a view.",
    "Map this column for reading only.",
  ],
  "42501": [
    "connection-broken",
    "The database user may not do this, or row-level security hides rows from it.",
    "Grant the user SELECT, INSERT, UPDATE and DELETE on the table, and BYPASSRLS if it has policies.",
  ],
  "25006": [
    "connection-broken",
    "The server is read-only: it is a replica.",
    "Connect to the primary server.",
  ],
  "42P07": ["upstream-unavailable", "Something of this name was made at the same moment.", "Try again."],
  "42701": ["upstream-unavailable", "A column of this name was added at the same moment.", "Try again."],
  "53300": ["upstream-unavailable", "The database has no free connection.", WAIT],
  "55P03": ["upstream-unavailable", "Rows are locked by another transaction.", WAIT],
  "57014": ["upstream-unavailable", "The database took too long.", WAIT],
  "57P01": ["upstream-unavailable", "The database is restarting.", WAIT],
  "57P03": ["upstream-unavailable", "The database is starting or shutting down.", WAIT],
  "08P01": [
    "connection-broken",
    "The server does not accept our session settings.",
    "Use the direct host, not a pool.",
  ],
};

const CERTIFICATE = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_SSL)/;
const CERTIFICATE_REMEDIES: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: "Connect by a host name or address that the server's certificate bears.",
  CERT_HAS_EXPIRED: "Renew the server's certificate, or that of its CA: it has expired.",
};
const NO_TLS = /SSL connection/;

/**
 * Any failure of the driver as an AppError. The driver's own text is dropped: it can hold values of the row
 * or of the connection string; only its code is kept.
 */
export function databaseError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof TypeError || error instanceof RangeError) {
    return new AppError("internal", "The Postgres connector failed on our side.", { cause: error });
  }
  const state = sqlState(error);
  if (state !== null) return ofState(state, routineIn(error));
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (CERTIFICATE.test(code)) {
    return new AppError("connection-broken", "The server's TLS certificate could not be verified.", {
      remedy:
        CERTIFICATE_REMEDIES[code] ??
        "Use a certificate from a public authority, or give the certificate of the CA that signed the server's.",
      cause: { code },
    });
  }
  if (error instanceof Error && NO_TLS.test(error.message)) {
    return new AppError("connection-broken", "The server does not offer TLS.", {
      remedy: "Turn TLS on at the server.",
    });
  }
  if (error instanceof Error && /^SASL/.test(error.message)) {
    return new AppError("connection-broken", "The server could not prove that it knows the password.", {
      remedy: "Check host, user and password.",
    });
  }
  return new AppError(
    "upstream-unavailable",
    "The database could not be reached, or the connection broke off.",
    {
      remedy: "Check that the server runs and accepts connections; it is tried again by itself.",
      cause: { code },
    },
  );
}

/** The server's function that refused, which is the same in every language of its messages. */
function routineIn(error: unknown): string | null {
  const routine = error instanceof Error && "routine" in error ? error.routine : null;
  return typeof routine === "string" && /^\w{1,63}$/.test(routine) ? routine : null;
}

function ofState(state: string, routine: string | null): AppError {
  const known = STATES[state];
  const cause = { sqlstate: state, routine };
  if (known) return new AppError(known[0], known[1], { remedy: known[2], cause });
  switch (state.slice(0, 2)) {
    case "28":
      return new AppError("connection-broken", "The database refused this user.", { cause });
    case "08":
    case "40":
    case "53":
    case "57":
    case "58":
      return new AppError("upstream-unavailable", "The database cannot do this now.", {
        remedy: WAIT,
        cause,
      });
    default:
      return new AppError("internal", `The database answered with code ${state}.`, { cause });
  }
}

/** The server's code behind an error of `databaseError`, or null where the server did not answer. */
export function stateOf({ cause }: AppError): string | null {
  return typeof cause === "object" && cause !== null && "sqlstate" in cause ? String(cause.sqlstate) : null;
}

/** What the driver or TLS calls the failure, or the server's function that refused; null where neither is known. */
export function sourceOf({ cause }: AppError): string | null {
  if (typeof cause !== "object" || cause === null) return null;
  const { routine, code } = cause as { readonly routine?: unknown; readonly code?: unknown };
  const source = routine ?? code;
  return typeof source === "string" && source !== "" ? source : null;
}

/** Codes of a server that is away, busy or locked: the same question may be answered later. */
const PASSING = /^(08|28|40|53|55|57P|58)/;

/** Whether the server answered, and will not do what it was asked however often. A statement that takes too long is so. */
export function wasRefused(error: unknown): boolean {
  const state = error instanceof AppError ? stateOf(error) : null;
  return state !== null && !PASSING.test(state);
}
