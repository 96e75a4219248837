import type { Check } from "../connector";
import type { FoundSpreadsheet, GoogleClient } from "./client";
import { ALL_SPREADSHEETS, type GoogleCredentials, PICKED_FILES, SERVICE_SCOPES } from "./config";
import { failedChecks } from "./failed-checks";
import { BOXES, filesOf } from "./scopes";

const WRITE_SCOPES = ["/auth/spreadsheets", "/auth/drive", "/auth/drive.file"];

/** The newest spreadsheets tell whether any may be edited; they are listed in one call. */
const LOOKED_AT = 10;

/**
 * Tries the connection: a token, the list of spreadsheets, and a look into the newest of them, since Drive lists what
 * Sheets may refuse. Three calls at most.
 */
export async function checkConnection(
  client: GoogleClient,
  credentials: GoogleCredentials,
): Promise<readonly Check[]> {
  const robot = "serviceAccount" in credentials ? credentials.serviceAccount.client_email : null;
  const token = await client.authorize();
  if (!token.ok) return failedChecks(token.failure, { robot, isIn: false });
  const list = await client.listSpreadsheets("", LOOKED_AT);
  if (!list.ok) return failedChecks(list.failure, { robot, isIn: true });
  const [newest] = list.data;
  const look = newest && (await client.getSpreadsheet(newest.id, [], "spreadsheetId"));
  if (look && !look.ok && !isOfTheFile(look.failure))
    return failedChecks(look.failure, { robot, isIn: true });
  const scope = token.data.scope ?? (robot === null ? null : SERVICE_SCOPES.join(" "));
  return [
    { name: "reachable", ok: true, message: "Google answers.", remedy: null },
    { name: "authorized", ok: true, message: "Google accepts this connection.", remedy: null },
    canRead(list.data, { scope, robot }),
    canWrite(list.data, { scope, robot }),
  ];
}

type Refused = Exclude<Awaited<ReturnType<GoogleClient["getSpreadsheet"]>>, { ok: true }>["failure"];

/** Closed or gone since it was listed: that says nothing of the others. */
const isOfTheFile = (failure: Refused): boolean =>
  failure.kind === "not-found" || (failure.kind === "forbidden" && failure.because.reason === "access");

interface Access {
  /** What was agreed to; null = Google did not say. */
  readonly scope: string | null;
  /** The service account's address; null = a person's account. */
  readonly robot: string | null;
}

function canRead(found: readonly FoundSpreadsheet[], { scope, robot }: Access): Check {
  const name = "can-read";
  if (found.length > 0) return { name, ok: true, message: "Spreadsheets can be read.", remedy: null };
  if (robot !== null) {
    return {
      name,
      ok: false,
      message: "No spreadsheet is shared with the service account.",
      remedy: "In Google Sheets open the spreadsheet, choose Share, and add this address as an Editor:",
      copy: robot,
    };
  }
  const files = filesOf(scope?.split(" ") ?? []);
  if (files !== "picked") return { name, ok: true, message: "Spreadsheets can be read.", remedy: null };
  return {
    name,
    ok: null,
    message: "No spreadsheet was chosen yet.",
    remedy: "Choose the spreadsheets that ChittySync may open, under Spreadsheets on this connection.",
  };
}

function canWrite(found: readonly FoundSpreadsheet[], { scope, robot }: Access): Check {
  const name = "can-write";
  // A service account's scopes are ours to ask for; only a spreadsheet tells what it may do there.
  const isUntold = scope === null || (robot !== null && found.length === 0);
  if (isUntold) return { name, ok: null, message: "Shown once there is a spreadsheet.", remedy: null };
  const granted = scope.split(" ").some((each) => WRITE_SCOPES.some((end) => each.endsWith(end)));
  if (!granted) {
    return {
      name,
      ok: false,
      message: "The account did not agree to edits of its spreadsheets.",
      remedy: `Reconnect the Google account and leave the box "${BOXES[ALL_SPREADSHEETS]}" or "${BOXES[PICKED_FILES]}" ticked.`,
    };
  }
  const closed = found.filter(({ mayEdit }) => mayEdit === false).length;
  if (closed === 0)
    return { name, ok: true, message: "The account agreed to edits of its spreadsheets.", remedy: null };
  const isAll = closed === found.length;
  return {
    name,
    ok: !isAll,
    message: isAll
      ? "The spreadsheets may be viewed only."
      : `Spreadsheets can be edited, but of the ${found.length} newest ${closed} may be viewed only.`,
    ...editorRemedy(robot),
  };
}

const editorRemedy = (robot: string | null): Pick<Check, "remedy" | "copy"> =>
  robot === null
    ? { remedy: "Ask the owner to open Share in Google Sheets and make the connected account an Editor." }
    : {
        remedy:
          "To edit such a spreadsheet, open it in Google Sheets, choose Share, and make this address an Editor:",
        copy: robot,
      };
