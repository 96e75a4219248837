import { createHash } from "node:crypto";
import { DecryptCommand, EncryptCommand, KMSClient, type KMSClientConfig } from "@aws-sdk/client-kms";
import { guardedFetch, KEEP_ALIVE_MS } from "@/lib/egress/guarded-fetch";
import { AppError } from "@/lib/errors";
import { askKeyService, PATIENCE, type Patience } from "./ask-key-service";
import { type KeyFault, KeyServiceError } from "./key-fault";
import type { KeyProvider } from "./key-provider";

const ANSWER_BYTES = 64 * 1024;

export interface AwsKeyOptions {
  /** Another address of the service; unset: the one of the key's region. */
  readonly endpoint?: string | undefined;
  readonly patience?: Patience;
}

/** A key in AWS KMS. The SDK finds its own credentials; every call of the key goes by our guarded way out. */
export function awsKey(arn: string, { endpoint, patience = PATIENCE }: AwsKeyOptions = {}): KeyProvider {
  const region = arn.split(":")[3] ?? "";
  const client = new KMSClient({
    region,
    ...(endpoint && { endpoint }),
    // Retries are ours, the same for every service.
    maxAttempts: 1,
    requestHandler: guardedHandler([endpoint ?? `https://kms.${region}.amazonaws.com`], patience),
  });
  const ask = <T>(send: () => Promise<T>): Promise<T> =>
    askKeyService(() => send().catch((error: unknown) => Promise.reject(told(error))), patience);
  return {
    keyId: `aws-${createHash("sha256").update(arn).digest("hex").slice(0, 12)}`,
    isRemote: true,
    wrap: async (dataKey, context) => {
      const answer = await ask(() =>
        client.send(
          new EncryptCommand({ KeyId: arn, Plaintext: dataKey, EncryptionContext: { ...context } }),
        ),
      );
      return bytesOf(answer.CiphertextBlob);
    },
    unwrap: async (wrapped, context) => {
      const answer = await ask(() =>
        client.send(
          new DecryptCommand({ KeyId: arn, CiphertextBlob: wrapped, EncryptionContext: { ...context } }),
        ),
      );
      return bytesOf(answer.Plaintext);
    },
  };
}

function bytesOf(bytes: Uint8Array | undefined): Buffer {
  if (!bytes) throw new AppError("upstream-unavailable", "AWS KMS answered without a key.");
  return Buffer.from(bytes);
}

/** What the SDK hands to whoever sends its requests. */
interface Outgoing {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: BodyInit;
}

/** The SDK's way to the network, by our own. */
function guardedHandler(
  origins: readonly string[],
  { attemptMs }: Patience,
): NonNullable<KMSClientConfig["requestHandler"]> {
  const fetch = guardedFetch({
    origins,
    publicHttps: true,
    allow: [],
    maxBytes: ANSWER_BYTES,
    timeoutMs: attemptMs,
    keepAliveMs: KEEP_ALIVE_MS,
  });
  return {
    handle: async ({ protocol, hostname, port, path, method, headers, body }: Outgoing) => {
      const url = `${protocol}//${hostname}${port ? `:${port}` : ""}${path}`;
      const response = await fetch(url, { method, headers, ...(method !== "GET" && { body }) });
      return {
        response: {
          statusCode: response.status,
          headers: Object.fromEntries(response.headers),
          body: new Uint8Array(await response.arrayBuffer()),
        },
      };
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

const FAULTS: Readonly<Record<string, KeyFault>> = {
  ThrottlingException: "throttled",
  LimitExceededException: "throttled",
  DisabledException: "refused",
  KMSInvalidStateException: "refused",
  NotFoundException: "refused",
  InvalidKeyUsageException: "refused",
  AccessDeniedException: "refused",
  UnrecognizedClientException: "refused",
  InvalidSignatureException: "refused",
  IncompleteSignature: "refused",
  ExpiredTokenException: "refused",
  CredentialsProviderError: "refused",
  InvalidCiphertextException: "mismatch",
  IncorrectKeyException: "mismatch",
};

/** By the exception's name alone: its text may name the key's account. */
function told(error: unknown): KeyServiceError {
  const name = error instanceof Error && !(error instanceof AppError) ? error.name : "no answer";
  return new KeyServiceError(FAULTS[name] ?? "unanswered", name);
}
