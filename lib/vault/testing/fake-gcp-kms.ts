import { createVerify, generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { decrypt, encrypt } from "../aes-gcm";
import { crc32c } from "../crc32c";
import { type FakeAnswer, type FakeKeyService, fakeKeyService } from "./fake-key-service";

export const GCP_KEY = "projects/acme/locations/europe-west3/keyRings/sync/cryptoKeys/vault";

interface Call {
  readonly plaintext?: string;
  readonly plaintextCrc32c?: string;
  readonly ciphertext?: string;
  readonly ciphertextCrc32c?: string;
  readonly additionalAuthenticatedData?: string;
  readonly additionalAuthenticatedDataCrc32c?: string;
}

export interface FakeGcpKms extends FakeKeyService {
  /** A service account's key that it takes, written below `folder`. */
  credentialsFile(folder: string): string;
}

const TOKEN = "ya29.TESTONLY-key-service";

/**
 * Google Cloud KMS as its REST reference has it: a signed assertion buys a token, 64-bit sums are texts, sums that do
 * not fit and data that do not belong are INVALID_ARGUMENT, a disabled version is FAILED_PRECONDITION.
 */
export async function fakeGcpKms(): Promise<FakeGcpKms> {
  const key = randomBytes(32);
  const account = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const service = await fakeKeyService({
    isKeyCall: ({ path: at }) => at.startsWith("/v1/"),
    throttled: () => refused(429, "RESOURCE_EXHAUSTED"),
    answer: ({ path: at, headers, body }, state) => {
      if (at === "/token") return token(body);
      if (headers.authorization !== `Bearer ${TOKEN}`) return refused(401, "UNAUTHENTICATED");
      const verb = /^\/v1\/(.*):(encrypt|decrypt)$/.exec(decodeURIComponent(at.split("?")[0] ?? ""));
      if (verb?.[1] !== GCP_KEY) return refused(404, "NOT_FOUND");
      if (state === "disabled") return refused(400, "FAILED_PRECONDITION");
      const call = JSON.parse(body) as Call;
      const aad = Buffer.from(call.additionalAuthenticatedData ?? "", "base64");
      if (Number(call.additionalAuthenticatedDataCrc32c) !== crc32c(aad))
        return refused(400, "INVALID_ARGUMENT");
      return verb[2] === "encrypt" ? encrypted(key, call, aad) : decrypted(key, call, aad);
    },
  });
  const token = (body: string): FakeAnswer => {
    const [head, claims, signature] = (new URLSearchParams(body).get("assertion") ?? "").split(".");
    const verify = createVerify("RSA-SHA256").update(`${head}.${claims}`);
    return verify.verify(account.publicKey, signature ?? "", "base64url")
      ? { status: 200, body: { access_token: TOKEN, expires_in: 3599, token_type: "Bearer" } }
      : { status: 400, body: { error: "invalid_grant", error_description: "Invalid JWT Signature." } };
  };
  return {
    ...service,
    credentialsFile: (folder) => {
      const file = path.join(folder, "service-account.json");
      const content = {
        type: "service_account",
        client_email: "vault@acme.iam.gserviceaccount.com",
        private_key: account.privateKey.export({ type: "pkcs8", format: "pem" }),
        token_uri: `${service.url}/token`,
      };
      writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
      return file;
    },
  };
}

function encrypted(key: Buffer, call: Call, aad: Buffer): FakeAnswer {
  const plain = Buffer.from(call.plaintext ?? "", "base64");
  if (Number(call.plaintextCrc32c) !== crc32c(plain)) return refused(400, "INVALID_ARGUMENT");
  const ciphertext = encrypt(key, plain, aad);
  return {
    status: 200,
    body: {
      name: `${GCP_KEY}/cryptoKeyVersions/1`,
      ciphertext: ciphertext.toString("base64"),
      ciphertextCrc32c: String(crc32c(ciphertext)),
      verifiedPlaintextCrc32c: true,
      verifiedAdditionalAuthenticatedDataCrc32c: true,
      protectionLevel: "SOFTWARE",
    },
  };
}

function decrypted(key: Buffer, call: Call, aad: Buffer): FakeAnswer {
  const ciphertext = Buffer.from(call.ciphertext ?? "", "base64");
  if (Number(call.ciphertextCrc32c) !== crc32c(ciphertext)) return refused(400, "INVALID_ARGUMENT");
  try {
    const plain = decrypt(key, ciphertext, aad);
    return {
      status: 200,
      body: {
        plaintext: plain.toString("base64"),
        plaintextCrc32c: String(crc32c(plain)),
        usedPrimary: true,
      },
    };
  } catch {
    return refused(400, "INVALID_ARGUMENT");
  }
}

const refused = (code: number, status: string): FakeAnswer => ({
  status: code,
  body: { error: { code, status, message: `said of ${GCP_KEY}` } },
});
