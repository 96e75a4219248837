import { createHash } from "node:crypto";
import { JWT } from "google-auth-library";
import { cloudkms, type cloudkms_v1 } from "googleapis/build/src/apis/cloudkms/index.js";
import { guardedFetch, KEEP_ALIVE_MS } from "@/lib/egress/guarded-fetch";
import { AppError } from "@/lib/errors";
import { askKeyService, PATIENCE, type Patience } from "./ask-key-service";
import { crc32c } from "./crc32c";
import { readServiceAccount, type ServiceAccount, TOKEN_ADDRESS } from "./gcp-account";
import { type KeyFault, KeyServiceError } from "./key-fault";
import type { KeyContext, KeyProvider } from "./key-provider";

const ANSWER_BYTES = 64 * 1024;
const SERVICE = "https://cloudkms.googleapis.com";

export interface GcpKeyOptions {
  /** A service account's key, as Google hands it out. */
  readonly credentialsFile: string;
  /** Another address of the service; unset: Google's. */
  readonly endpoint?: string | undefined;
  readonly patience?: Patience;
}

/** A key in Google Cloud KMS. Every call, the one for a token too, goes by our guarded way out. */
export function gcpKey(
  name: string,
  { credentialsFile, endpoint, patience = PATIENCE }: GcpKeyOptions,
): KeyProvider {
  const keys = openKeys(readServiceAccount(credentialsFile), endpoint ?? SERVICE, patience);
  const ask = <T>(call: () => Promise<{ data: T }>): Promise<T> =>
    askKeyService(async () => {
      try {
        return (await call()).data;
      } catch (error) {
        throw told(error);
      }
    }, patience);
  return {
    keyId: `gcp-${createHash("sha256").update(name).digest("hex").slice(0, 12)}`,
    isRemote: true,
    wrap: async (dataKey, context) => {
      const requestBody = { ...summed("plaintext", dataKey), ...bound(context) };
      const answer = await ask(() => keys.encrypt({ name, requestBody }));
      if (!answer.verifiedPlaintextCrc32c || !answer.verifiedAdditionalAuthenticatedDataCrc32c)
        throw garbled();
      return intact(answer.ciphertext, answer.ciphertextCrc32c);
    },
    unwrap: async (wrapped, context) => {
      const requestBody = { ...summed("ciphertext", wrapped), ...bound(context) };
      const answer = await ask(() => keys.decrypt({ name, requestBody }));
      return intact(answer.plaintext, answer.plaintextCrc32c);
    },
  };
}

const bound = (context: KeyContext) =>
  summed("additionalAuthenticatedData", Buffer.from(JSON.stringify(context)));

const summed = (field: string, bytes: Buffer) => ({
  [field]: bytes.toString("base64"),
  [`${field}Crc32c`]: String(crc32c(bytes)),
});

function intact(base64: string | null | undefined, sum: string | null | undefined): Buffer {
  const bytes = Buffer.from(base64 ?? "", "base64");
  if (bytes.length === 0 || Number(sum) !== crc32c(bytes)) throw garbled();
  return bytes;
}

const garbled = (): AppError =>
  new AppError("upstream-unavailable", "What Google's key service was sent or sent did not arrive whole.");

function openKeys(
  { client_email: email, private_key: key, token_uri: tokenAddress }: ServiceAccount,
  endpoint: string,
  { attemptMs }: Patience,
): cloudkms_v1.Resource$Projects$Locations$Keyrings$Cryptokeys {
  const fetch = guardedFetch({
    origins: [endpoint, tokenAddress],
    publicHttps: false,
    allow: [],
    maxBytes: ANSWER_BYTES,
    timeoutMs: attemptMs,
    keepAliveMs: KEEP_ALIVE_MS,
  });
  const fetchImplementation: typeof globalThis.fetch = (input, init) => {
    const asked = input instanceof Request ? input.url : String(input);
    // A plain request only: the client adds its whole configuration to `init`.
    // The client has its address for tokens built in.
    return fetch(asked === TOKEN_ADDRESS ? tokenAddress : asked, {
      method: init?.method ?? "GET",
      ...(init?.headers && { headers: init.headers }),
      ...(init?.body && { body: init.body }),
    });
  };
  const auth = new JWT({
    email,
    key,
    scopes: ["https://www.googleapis.com/auth/cloudkms"],
    // Its interceptors write tokens and bodies to a debug log.
    useAuthRequestParameters: false,
    transporterOptions: { fetchImplementation, retryConfig: { shouldRetry: () => false } },
  });
  const options = { version: "v1", auth, fetchImplementation, retry: false, rootUrl: endpoint } as const;
  return cloudkms({ ...options, universeDomain: "googleapis.com" }).projects.locations.keyRings.cryptoKeys;
}

/** By status and Google's word for it alone: the error carries the whole request. */
function told(error: unknown): KeyServiceError {
  const { response } = error as { response?: { status?: number; data?: unknown } };
  const status = response?.status ?? 0;
  const said = (response?.data as { error?: { status?: unknown } | string } | undefined)?.error;
  const word = typeof said === "string" ? said : String(said?.status ?? (status || "no answer"));
  return new KeyServiceError(faultOf(status, word), word);
}

function faultOf(status: number, word: string): KeyFault {
  if (status === 429) return "throttled";
  if (status === 0 || status >= 500) return "unanswered";
  // FAILED_PRECONDITION is a version that is disabled or destroyed; invalid_grant a service account that is.
  return status === 400 && word === "INVALID_ARGUMENT" ? "mismatch" : "refused";
}
