import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { PlainError } from "../plain-error.mjs";

/** Accounts that exist on most systems and own nothing of value; Postgres refuses to run as root. */
const CANDIDATES = ["postgres", "_postgres", "nobody"];

/**
 * The account that runs the server: undefined for an ordinary user (itself), else `{ uid, gid }` of the owner
 * of the data or of a stand-in for root. No account is created on the machine.
 */
export function serverAccount(dataDirectory) {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(dataDirectory, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of CANDIDATES) {
    const uid = idOf("-u", name);
    const gid = idOf("-g", name);
    if (uid > 0 && gid !== undefined) return { uid, gid };
  }
  throw new PlainError(
    "Postgres does not run as root and this machine has no account 'postgres' or 'nobody'; run as an ordinary user or set DATABASE_URL.",
  );
}

function idOf(flag, name) {
  try {
    return Number(
      execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
  } catch {
    return undefined;
  }
}

/** Whether the account can enter this folder. */
export function canReach(directory, account) {
  if (account === undefined) return true;
  const test = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", directory], {
    ...account,
    cwd: "/",
    stdio: "ignore",
  });
  return test.status === 0;
}
