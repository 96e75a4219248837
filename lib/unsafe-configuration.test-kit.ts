import { readEnv } from "./env";
import { type Probes, unsafeConfiguration } from "./unsafe-configuration";

export const SECRET = "TESTONLY_0123456789abcdef0123456789abcdef";

export const production: Readonly<Record<string, string | undefined>> = {
  NODE_ENV: "production",
  DATABASE_URL: `postgres://app:${SECRET}@db.example.com/chittysync?sslmode=verify-full`,
  APP_URL: "https://sync.example.com",
  APP_SECRET: SECRET,
  VAULT_KEY_FILE: "/etc/chittysync/vault.key",
  ALLOW_LOCAL_KMS: "1",
  INNGEST_EVENT_KEY: SECRET,
  INNGEST_SIGNING_KEY: `signkey-prod-${SECRET}`,
  EGRESS_ALLOW: "10.20.0.0/16",
};

export const demo = {
  ...production,
  APP_URL: "http://127.0.0.1:4321",
  EGRESS_ALLOW: "127.0.0.0/8",
  ALLOW_LOCAL_KMS: undefined,
  NOTION_API_URL: "http://127.0.0.1:4001",
  DEMO_PERSON: "owner@example.com",
};

export const bound = { isSuperuser: false, bypassesRowSecurity: false, ownsTables: false };

export const safe: Probes = {
  readKeyFile: () => {},
  readServiceAccount: () => {},
  roleRights: async () => bound,
  lookup: async (host) => (host.includes(":") ? [host] : ["10.30.0.7"]),
};

export const reasonsFor = (
  environment: Readonly<Record<string, string | undefined>>,
  probes: Partial<Probes> = {},
): Promise<string[]> => unsafeConfiguration(readEnv(environment), { ...safe, ...probes });

const noFile = { VAULT_KEY_FILE: undefined, ALLOW_LOCAL_KMS: undefined };
export const aws = {
  ...noFile,
  VAULT_KEY_PROVIDER: "aws-kms",
  VAULT_AWS_KMS_KEY: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};
export const gcp = {
  ...noFile,
  VAULT_KEY_PROVIDER: "gcp-kms",
  VAULT_GCP_KMS_KEY: "projects/acme/locations/europe-west3/keyRings/sync/cryptoKeys/vault",
  GOOGLE_APPLICATION_CREDENTIALS: "/etc/chittysync/vault.json",
};
