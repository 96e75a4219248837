import { Resolver } from "node:dns/promises";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isPlainHost } from "./address";

const PATIENCE = { timeout: 3000, tries: 2 };

/** Answers that mean that there is nothing, and not that nobody answered. */
const NOTHING = new Set(["ENOTFOUND", "ENODATA"]);

/**
 * The TXT records of a name, each as one text; none where there are none. Asks the servers of DNS_SERVERS, else the
 * system's. Throws AppError `upstream-unavailable` where no server answers.
 */
export async function lookupTxt(name: string): Promise<string[]> {
  if (!isPlainHost(name)) return [];
  const resolver = new Resolver(PATIENCE);
  const { DNS_SERVERS } = env();
  if (DNS_SERVERS.length > 0) resolver.setServers(DNS_SERVERS);
  try {
    return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (NOTHING.has(code)) return [];
    throw new AppError("upstream-unavailable", "The name servers did not answer.", {
      remedy: "Try again in a moment.",
      cause: { code },
    });
  }
}
