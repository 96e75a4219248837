import { readFileSync, statSync } from "node:fs";
import { AppError } from "@/lib/errors";
import { rememberSecret } from "@/lib/known-secrets";

const KEY_BYTES = 32;

/** 32 random bytes have some 30 different values; fewer than this is a mistake, never chance. */
const LEAST_DIFFERENT = 16;

/**
 * The key-encryption key from a file that only its owner can read: 32 random bytes in base64.
 * Throws AppError `internal` that names the file and what is wrong with it, and nothing of what it holds.
 */
export function readKeyFile(file: string): Buffer {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) throw unusable(file, "does not exist");
  if (!stat.isFile()) throw unusable(file, "is not a file");
  if (process.platform !== "win32" && (stat.mode & 0o077) !== 0)
    throw unusable(file, "can be read by others (its mode must be 0600)");
  if (process.getuid && stat.uid !== process.getuid()) throw unusable(file, "belongs to another user");
  const text = contentOf(file);
  const key = Buffer.from(text, "base64");
  // Node skips what is not base64, so a password or a hex text would pass for a shorter key.
  if (key.length !== KEY_BYTES || key.toString("base64") !== text)
    throw unusable(file, "does not hold 32 bytes in base64");
  if (new Set(key).size < LEAST_DIFFERENT) throw unusable(file, "holds a key that is not random");
  rememberSecret(text);
  return key;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw unusable(file, "cannot be read");
  }
}

const unusable = (file: string, what: string): AppError =>
  new AppError("internal", `The vault's key file ${file} ${what}.`, {
    remedy: "Make one with: (umask 077; openssl rand -base64 32 > FILE) and keep a copy in a safe place.",
  });
