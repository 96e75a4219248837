import { createHash } from "node:crypto";
import { accessSync, constants, statfsSync } from "node:fs";
import path from "node:path";

/** A file system in memory: making and removing the thousand files of a database costs a tenth there. */
const MEMORY = "/dev/shm";

/** What the databases of a run and their log take at most, in bytes, with room to spare. */
const ROOM = 2 * 1024 ** 3;

/** Where the server of the tests of this checkout keeps its data: in memory where there is room, else below it. */
export function serverPlace(root: string): string {
  if (!hasRoom()) return path.join(root, ".data/test-pg");
  const checkout = createHash("sha256").update(root).digest("hex").slice(0, 12);
  return path.join(MEMORY, `chittysync-test-pg-${process.getuid?.()}-${checkout}`);
}

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}
