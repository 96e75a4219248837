import { randomBytes } from "node:crypto";
import { decrypt, encrypt } from "../aes-gcm";
import { type FakeAnswer, type FakeKeyService, fakeKeyService } from "./fake-key-service";

export const AWS_KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

interface Call {
  readonly KeyId?: string;
  readonly Plaintext?: string;
  readonly CiphertextBlob?: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
}

/**
 * AWS KMS as its API reference has it: JSON 1.1 by X-Amz-Target, errors named in `__type`, the encryption context part
 * of what is authenticated whatever its order, a disabled key refused for both calls.
 */
export function fakeAwsKms(): Promise<FakeKeyService> {
  const key = randomBytes(32);
  return fakeKeyService({
    isKeyCall: ({ headers }) => String(headers["x-amz-target"]).startsWith("TrentService."),
    throttled: () => refused(400, "ThrottlingException"),
    answer: ({ headers, body }, state) => {
      const target = String(headers["x-amz-target"]);
      if (
        !/^AWS4-HMAC-SHA256 Credential=\S+, SignedHeaders=\S+, Signature=/.test(headers.authorization ?? "")
      )
        return refused(400, "MissingAuthenticationTokenException");
      const call = JSON.parse(body) as Call;
      if (call.KeyId !== undefined && call.KeyId !== AWS_KEY) return refused(400, "NotFoundException");
      if (state === "disabled") return refused(400, "DisabledException");
      const aad = Buffer.from(JSON.stringify(Object.entries(call.EncryptionContext ?? {}).sort()));
      if (target === "TrentService.Encrypt") {
        const blob = encrypt(key, Buffer.from(call.Plaintext ?? "", "base64"), aad).toString("base64");
        return { status: 200, body: { CiphertextBlob: blob, KeyId: AWS_KEY } };
      }
      try {
        const plain = decrypt(key, Buffer.from(call.CiphertextBlob ?? "", "base64"), aad);
        return { status: 200, body: { Plaintext: plain.toString("base64"), KeyId: AWS_KEY } };
      } catch {
        return refused(400, "InvalidCiphertextException");
      }
    },
  });
}

const refused = (status: number, type: string): FakeAnswer => ({
  status,
  body: { __type: type, message: `said of ${AWS_KEY}` },
});
