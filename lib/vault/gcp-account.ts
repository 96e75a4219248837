import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { rememberSecret } from "@/lib/known-secrets";

export const TOKEN_ADDRESS = "https://oauth2.googleapis.com/token";

const account = z.object({
  type: z.literal("service_account"),
  client_email: z.string().min(1),
  private_key: z.string().min(1),
  token_uri: z.url().default(TOKEN_ADDRESS),
});

export type ServiceAccount = z.infer<typeof account>;

/**
 * A service account's key from a file that only its owner can read. Throws AppError `internal` that names the file and
 * what is wrong with it, and nothing of what it holds.
 */
export function readServiceAccount(file: string): ServiceAccount {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) throw unusable(file, "does not exist");
  if (process.platform !== "win32" && (stat.mode & 0o077) !== 0)
    throw unusable(file, "can be read by others (its mode must be 0600)");
  try {
    const read = account.parse(JSON.parse(readFileSync(file, "utf8")));
    rememberSecret(read.private_key);
    return read;
  } catch {
    throw unusable(file, "cannot be read as a service account's key");
  }
}

const unusable = (file: string, what: string): AppError =>
  new AppError("internal", `The credentials file ${file} ${what}.`, {
    remedy: "Set GOOGLE_APPLICATION_CREDENTIALS to the JSON file that Google made for the service account.",
  });
