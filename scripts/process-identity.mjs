import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Whether a process with this id runs, whoever owns it. One that ended and was not collected does not. */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return statFields(pid)?.[0] !== "Z";
}

/** Whether the id is still taken: in a container without an init, ended processes keep theirs. */
export function isTaken(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The fields of /proc/PID/stat from the state on; undefined where there is none. */
function statFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command in parentheses and may itself hold spaces; the state follows it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/** The running processes whose working folder is `directory` (known on Linux only, else none). */
export function processesIn(directory) {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && workingFolder(pid) === directory && isAlive(pid));
}

function workingFolder(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/**
 * Tells one process from a later one that was given the same id, so that a file with a pid in it can be
 * believed after a crash or a reboot. Empty when the process is gone or the system has no /proc; where there
 * is no /proc, `isSameProcess` falls back to the id alone.
 */
export function processIdentity(pid) {
  const startTime = statFields(pid)?.[19];
  if (startTime === undefined) return "";
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${startTime}`;
}

/** Whether `pid` still is the process whose identity was noted earlier. */
export function isSameProcess(pid, identity) {
  return isAlive(pid) && processIdentity(pid) === identity;
}

/** The command line of a process, or "" when it cannot be known. */
export function processCommand(pid) {
  try {
    if (process.platform === "linux")
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    const [file, args] =
      process.platform === "win32"
        ? ["tasklist", ["/fi", `PID eq ${pid}`, "/nh"]]
        : ["ps", ["-p", String(pid), "-o", "command="]];
    return execFileSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "";
  }
}
