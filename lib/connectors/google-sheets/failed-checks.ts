import type { Check } from "../connector";
import { PICKED_FILES } from "./config";
import { appErrorOf, enableAddress, type Failure, type Forbidding } from "./failure";
import { BOXES } from "./scopes";

/** Where it failed. */
export interface Failed {
  /** The service account's address; null = a person's account. */
  readonly robot: string | null;
  /** Google gave a token before. */
  readonly isIn: boolean;
}

const untried = (name: Check["name"]): Check => ({ name, ok: null, message: "Not tried yet.", remedy: null });

const REACHED: Check = { name: "reachable", ok: true, message: "Google answers.", remedy: null };

const ACCEPTED: Check = {
  name: "authorized",
  ok: true,
  message: "Google accepts this connection.",
  remedy: null,
};

/** The check list where a call failed: what it proves, what it refuses, and what could not be tried then. */
export function failedChecks(failure: Failure, { robot, isIn }: Failed): readonly Check[] {
  const { message, remedy } = appErrorOf(failure);
  const rest = [untried("can-read"), untried("can-write")];
  const authorized = isIn ? ACCEPTED : untried("authorized");
  switch (failure.kind) {
    case "barred":
    case "unavailable": {
      const reachable = { name: "reachable", ok: false, message } as const;
      return [
        { ...reachable, remedy: remedy ?? "Try again in a few minutes." },
        untried("authorized"),
        ...rest,
      ];
    }
    case "unauthorized":
      return [REACHED, { name: "authorized", ok: false, message, ...signInRemedy(robot) }, ...rest];
    case "rate-limited": {
      const seconds = Math.ceil(failure.retryAfterMs / 1_000);
      const later = { ...untried("can-read"), message, remedy: `Check again in ${seconds} s.` };
      return [REACHED, authorized, later, untried("can-write")];
    }
    case "forbidden": {
      const said = forbiddenLine(failure.because, { message, remedy });
      return [REACHED, ACCEPTED, { name: "can-read", ok: false, ...said }, untried("can-write")];
    }
    case "not-found":
    case "rejected":
      return [REACHED, authorized, { name: "can-read", ok: false, message, remedy }, untried("can-write")];
  }
}

/** Google does not say whether the consent was taken back, has run out, or was never given; nor what is wrong with a key. */
function signInRemedy(robot: string | null): Pick<Check, "remedy" | "copy"> {
  if (robot === null)
    return { remedy: "Reconnect the Google account; its consent was taken back or has run out." };
  return {
    remedy:
      "In the Google Cloud console open IAM & Admin, Service Accounts, this account, Keys, add a key as JSON, and reconnect with it:",
    copy: robot,
  };
}

type Line = Pick<Check, "message" | "remedy" | "copy">;

function forbiddenLine(because: Forbidding, line: Line): Line {
  switch (because.reason) {
    case "scope":
      return {
        message: "The account did not agree to its spreadsheets being listed.",
        remedy: `Reconnect the Google account and leave the box "${BOXES[PICKED_FILES]}" ticked.`,
      };
    case "disabled":
      return {
        message: line.message,
        remedy: "The owner of the project enables it on this page; it takes effect within a few minutes:",
        copy: enableAddress(because),
      };
    case "access":
      return line;
  }
}
