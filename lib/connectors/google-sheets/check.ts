import type { Check } from "../connector";
import type { GoogleClient } from "./client";
import { appErrorOf, type Failure } from "./failure";
import { filesOf } from "./scopes";

const WRITE_SCOPES = ["/auth/spreadsheets", "/auth/drive", "/auth/drive.file"];

const untried = (name: Check["name"]): Check => ({ name, ok: null, message: "Not tried yet.", remedy: null });

const UNPICKED: Check = {
  name: "can-read",
  ok: null,
  message: "No spreadsheet was chosen yet.",
  remedy: "Choose the spreadsheets that ChittySync may open.",
};

/** Tries the connection: a token, then a look at the list of spreadsheets. Two calls at most. */
export async function checkConnection(client: GoogleClient): Promise<readonly Check[]> {
  const token = await client.authorize();
  if (!token.ok) return afterFailure(token.failure);
  const list = await client.listSpreadsheets("", 1);
  if (!list.ok) return afterFailure(list.failure);
  const isUnpicked = filesOf(token.data.scope?.split(" ") ?? []) === "picked" && list.data.length === 0;
  return [
    { name: "reachable", ok: true, message: "Google answers.", remedy: null },
    { name: "authorized", ok: true, message: "Google accepts this connection.", remedy: null },
    isUnpicked
      ? UNPICKED
      : { name: "can-read", ok: true, message: "Spreadsheets can be read.", remedy: null },
    canWrite(token.data.scope),
  ];
}

/** Whether a spreadsheet may be edited shows only on that spreadsheet; a missing scope shows at once. */
function canWrite(scope: string | null): Check {
  if (scope === null) {
    return { name: "can-write", ok: null, message: "Shown once a spreadsheet is chosen.", remedy: null };
  }
  const granted = scope.split(" ").some((each) => WRITE_SCOPES.some((end) => each.endsWith(end)));
  return granted
    ? {
        name: "can-write",
        ok: true,
        message: "The account agreed to edits of its spreadsheets.",
        remedy: null,
      }
    : {
        name: "can-write",
        ok: false,
        message: "The account did not agree to edits of its spreadsheets.",
        remedy: "Reconnect the Google account and leave all boxes ticked.",
      };
}

function afterFailure(failure: Failure): readonly Check[] {
  const { message, remedy } = appErrorOf(failure);
  const failed = (name: Check["name"]): Check => ({ name, ok: false, message, remedy });
  const passed = (name: Check["name"]): Check => ({
    name,
    ok: true,
    message: "Google answers.",
    remedy: null,
  });
  switch (failure.kind) {
    case "barred":
    case "unavailable":
      return [
        { ...failed("reachable"), remedy: remedy ?? "Try again in a few minutes." },
        untried("authorized"),
        untried("can-read"),
        untried("can-write"),
      ];
    case "unauthorized":
      return [passed("reachable"), failed("authorized"), untried("can-read"), untried("can-write")];
    case "rate-limited": {
      const later = { ...untried("can-read"), message, remedy: "Try again in a minute." };
      return [passed("reachable"), untried("authorized"), later, untried("can-write")];
    }
    case "forbidden":
      return [
        passed("reachable"),
        { ...passed("authorized"), message: "Google accepts this connection." },
        {
          name: "can-read",
          ok: false,
          message: "The account did not agree to its spreadsheets being listed.",
          remedy: "Reconnect the Google account and leave all boxes ticked.",
        },
        untried("can-write"),
      ];
    case "not-found":
    case "rejected":
      return [passed("reachable"), untried("authorized"), failed("can-read"), untried("can-write")];
  }
}
