import "server-only";
import { guardedFetch } from "@/lib/egress/guarded-fetch";
import { env } from "@/lib/env";
import { AppError, asAppError } from "@/lib/errors";
import type { SamlIdentityProvider } from "./parties";
import { readMetadata } from "./read-metadata";

/** Entra's are the longest, some 100 KB. */
const ANSWER_BYTES = 512 * 1024;
const ANSWER_MS = 8000;

/**
 * What an identity provider tells of itself at an address, over https with a name that is proven (plain http only at the
 * operator's own exceptions, from a loopback installation). Throws AppError `invalid-input` for whatever keeps it from
 * being read.
 */
export async function fetchMetadata(url: string, now: Date): Promise<SamlIdentityProvider> {
  const read = readMetadata(await textAt(url), now);
  if (read.ok) return read.value;
  throw unusable(read.fault);
}

async function textAt(url: string): Promise<string> {
  const { APP_URL, EGRESS_ALLOW } = env();
  const fetchGuarded = guardedFetch({
    origins: [],
    publicHttps: true,
    allow: EGRESS_ALLOW,
    httpToAllowed: new URL(APP_URL).protocol === "http:",
    maxBytes: ANSWER_BYTES,
    timeoutMs: ANSWER_MS,
  });
  let answer: Response;
  let text: string;
  try {
    answer = await fetchGuarded(url, {
      headers: { accept: "application/samlmetadata+xml, application/xml" },
    });
    text = await answer.text();
  } catch (thrown) {
    throw unusable(`Nothing can be read at this address: ${asAppError(thrown).message}`);
  }
  if (!answer.ok) throw unusable(`The address answers with the status ${answer.status}.`);
  return text;
}

const unusable = (fault: string): AppError =>
  new AppError("invalid-input", "The provider's metadata cannot be used.", {
    remedy: "Copy the address of its metadata from the provider, or enter its values by hand.",
    paths: [{ path: "/config/metadataUrl", message: fault }],
  });
