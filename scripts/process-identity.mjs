import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/**
 * Tells one process from a later one that was given the same id, so that a file with a pid in it can be
 * believed after a crash or a reboot. Empty when the process is gone or the system has no /proc; where there
 * is no /proc, `isSameProcess` falls back to the id alone.
 */
export function processIdentity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command in parentheses and may itself hold spaces; field 22 is the start time.
    const startTime = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${startTime}`;
  } catch {
    return "";
  }
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
