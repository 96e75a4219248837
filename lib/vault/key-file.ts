import { readFileSync, statSync } from "node:fs";
import { AppError } from "@/lib/errors";

/**
 * The key-encryption key from a file that only its owner can read: 32 random bytes in base64.
 * Throws AppError `internal` that names the file and what is wrong with it.
 */
export function readKeyFile(file: string): Buffer {
  const refuse = (what: string): never => {
    throw new AppError("internal", `The vault's key file ${file} ${what}.`, {
      remedy: "Make one with: (umask 077; openssl rand -base64 32 > FILE) and keep a copy in a safe place.",
    });
  };
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return refuse("does not exist");
  if (process.platform !== "win32" && (stat.mode & 0o077) !== 0)
    return refuse("can be read by others (its mode must be 0600)");
  const key = Buffer.from(readFileSync(file, "utf8").trim(), "base64");
  if (key.length !== 32) return refuse("does not hold 32 bytes in base64");
  if (new Set(key).size < 8) return refuse("holds a key that is not random");
  return key;
}
