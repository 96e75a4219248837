import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { PATIENCE, retryDelay } from "./ask-key-service";
import { awsKey } from "./aws-key";
import { crc32c } from "./crc32c";
import { gcpKey } from "./gcp-key";
import { keyProviderContract, remoteKeyContract } from "./key-provider.test-kit";
import { localKey } from "./local-key";
import { AWS_KEY, fakeAwsKms } from "./testing/fake-aws-kms";
import { fakeGcpKms, GCP_KEY } from "./testing/fake-gcp-kms";

/** Long enough for a machine that does much else. */
const PATIENT = { attemptMs: 8_000, totalMs: 30_000 };

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "chittysync-keys-"));
  vi.stubEnv("AWS_ACCESS_KEY_ID", "TESTONLYAKID");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "TESTONLY-aws-secret");
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe("a key of a file", () => {
  const key = localKey(randomBytes(32));
  keyProviderContract(async () => ({ open: () => key, service: null, close: async () => {} }));
});

async function awsPlace() {
  const service = await fakeAwsKms();
  return {
    open: (patience = PATIENT) => awsKey(AWS_KEY, { endpoint: service.url, patience }),
    service,
    close: service.close,
  };
}

async function gcpPlace() {
  const service = await fakeGcpKms();
  const credentialsFile = service.credentialsFile(mkdtempSync(path.join(folder, "gcp-")));
  return {
    open: (patience = PATIENT) => gcpKey(GCP_KEY, { credentialsFile, endpoint: service.url, patience }),
    service,
    close: service.close,
  };
}

describe("a key in AWS KMS", () => {
  keyProviderContract(awsPlace);
  remoteKeyContract(awsPlace);

  test("is told an encryption context of ids", async () => {
    const place = await awsPlace();
    await place.open().wrap(randomBytes(32), { organizationId: "o-1", connectionId: "c-1" });
    const { body } = JSON.parse(place.service.heard[0] ?? "{}");
    expect(JSON.parse(body)).toMatchObject({
      KeyId: AWS_KEY,
      EncryptionContext: { organizationId: "o-1", connectionId: "c-1" },
    });
    expect(place.service.heard.join()).not.toContain("TESTONLY-aws-secret");
    await place.close();
  });
});

describe("a key in Google Cloud KMS", () => {
  keyProviderContract(gcpPlace);
  remoteKeyContract(gcpPlace);

  test("says which file holds no service account, and nothing of it", () => {
    const opened = (credentialsFile: string) => () => gcpKey(GCP_KEY, { credentialsFile });
    expect(opened(path.join(folder, "missing.json"))).toThrow(/missing\.json does not exist/);
    const file = path.join(folder, "other.json");
    writeFileSync(file, '{"type":"authorized_user","refresh_token":"1//TESTONLY"}', { mode: 0o600 });
    expect(opened(file)).toThrow(/other\.json cannot be read as a service account's key/);
    expect(opened(file)).not.toThrow(/TESTONLY/);
    if (process.platform === "win32") return;
    chmodSync(file, 0o640);
    expect(opened(file)).toThrow(/can be read by others/);
  });
});

test("CRC-32C is the one of the check value", () => {
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
});

describe("asking a key service again", () => {
  test.each([
    ["throttled", 0, 1, 100],
    ["throttled", 1, 1, 200],
    ["throttled", 3, 1, 800],
    ["throttled", 4, 1, 1_600],
    ["throttled", 3, 0.25, 200],
    ["throttled", 3, 0, 0],
    ["unanswered", 2, 0.5, 200],
    ["throttled", 5, 0.5, null],
    ["refused", 0, 0.5, null],
    ["mismatch", 0, 0.5, null],
  ] as const)("%s, attempt %i, chance %d: %s ms", (fault, attempt, chance, delay) => {
    expect(retryDelay(fault, attempt, chance)).toBe(delay);
  });

  test("is over within five seconds", () => {
    expect(PATIENCE.totalMs).toBeLessThanOrEqual(5_000);
    expect(PATIENCE.attemptMs).toBeLessThan(PATIENCE.totalMs);
  });
});
