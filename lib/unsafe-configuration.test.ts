import { describe, expect, test, vi } from "vitest";
import { AppError } from "./errors";
import { aws, bound, demo, gcp, production, reasonsFor, SECRET, safe } from "./unsafe-configuration.test-kit";

describe("may start", () => {
  test.each([
    ["production", production],
    ["the demo on a loopback address", demo],
    ["the demo on localhost", { ...demo, APP_URL: "http://localhost:3000" }],
    ["the demo on ::1", { ...demo, APP_URL: "http://[::1]:3000" }],
    ["half of all addresses", { ...production, EGRESS_ALLOW: "128.0.0.0/1,8000::/1" }],
    [
      "all but some addresses",
      {
        ...production,
        EGRESS_ALLOW:
          "0.0.0.0/5,8.0.0.0/7,11.0.0.0/8,12.0.0.0/6,16.0.0.0/4,32.0.0.0/3,64.0.0.0/2,128.0.0.0/2,192.0.0.0/3,224.0.0.0/4,240.0.0.0/5,248.0.0.0/6,252.0.0.0/7,254.0.0.0/8,255.0.0.0/9",
      },
    ],
    ["a job server on this machine", { ...production, INNGEST_BASE_URL: "http://127.0.0.1:8288" }],
    ["no exception for addresses", { ...production, EGRESS_ALLOW: undefined }],
    ["a key in AWS KMS", { ...production, ...aws }],
    [
      "a key in AWS KMS that took over from a file",
      { ...production, ...aws, VAULT_OLD_KEYS: "/etc/old.key" },
    ],
    ["a key in Google Cloud KMS", { ...production, ...gcp }],
    [
      "a database without a password",
      { ...production, DATABASE_URL: "postgres://app@db.example.com/chittysync?sslmode=require" },
    ],
    ["what is empty counts as not set", { ...production, INNGEST_DEV: "", DEMO_PERSON: "" }],
  ])("%s", async (_what, environment) => {
    expect(await reasonsFor(environment)).toEqual([]);
  });
});

describe("must not start, and says why", () => {
  test.each([
    ["a short secret", { APP_SECRET: "short" }, /^APP_SECRET: /],
    ["no secret", { APP_SECRET: undefined }, /^APP_SECRET: /],
    ["no database", { DATABASE_URL: undefined }, /^DATABASE_URL: /],
    ["no key file", { VAULT_KEY_FILE: undefined }, /^VAULT_KEY_FILE: /],
    ["an address that is none", { APP_URL: "sync.example.com" }, /^APP_URL: /],
    ["plain http", { APP_URL: "http://sync.example.com" }, /^APP_URL: must be https/],
    [
      "plain http on a name like loopback",
      { APP_URL: "http://127.0.0.1.example.com" },
      /^APP_URL: must be https/,
    ],
    ["plain http on every interface", { APP_URL: "http://0.0.0.0:3000" }, /^APP_URL: must be https/],
    ["a demo for everybody", { DEMO_PERSON: "owner@example.com" }, /^DEMO_PERSON: /],
    ["no signing key", { INNGEST_SIGNING_KEY: undefined }, /^INNGEST_SIGNING_KEY: is missing/],
    ["an empty signing key", { INNGEST_SIGNING_KEY: "" }, /^INNGEST_SIGNING_KEY: is missing/],
    ["no event key", { INNGEST_EVENT_KEY: undefined }, /^INNGEST_EVENT_KEY: is missing/],
    ["unsigned jobs", { INNGEST_DEV: "1" }, /^INNGEST_DEV: /],
    ["every IPv4 address", { EGRESS_ALLOW: "0.0.0.0/0" }, /^EGRESS_ALLOW: covers every address/],
    [
      "every IPv4 address, from another start",
      { EGRESS_ALLOW: "10.0.0.0/8, 9.9.9.9/0" },
      /^EGRESS_ALLOW: covers/,
    ],
    ["both halves of IPv4", { EGRESS_ALLOW: "128.0.0.0/1,0.0.0.0/1" }, /^EGRESS_ALLOW: covers/],
    ["every IPv6 address", { EGRESS_ALLOW: "::/0" }, /^EGRESS_ALLOW: covers/],
    ["both halves of IPv6", { EGRESS_ALLOW: "8000::/1,7fff::/1" }, /^EGRESS_ALLOW: covers/],
    ["a range that is none", { EGRESS_ALLOW: "10.0.0.0/33" }, /^EGRESS_ALLOW: An entry/],
    ["a proxy that is no address", { TRUSTED_PROXIES: "proxy.internal" }, /^TRUSTED_PROXIES: An entry/],
    ["everybody as a proxy", { TRUSTED_PROXIES: "0.0.0.0/0" }, /^TRUSTED_PROXIES: covers every address/],
    ["a secret of one letter", { APP_SECRET: "s".repeat(40) }, /^APP_SECRET: can be guessed/],
    [
      "a secret of few letters",
      { APP_SECRET: "abcabdabcabeabcabdabcabfabcabdabc" },
      /^APP_SECRET: can be guessed/,
    ],
    ["a secret that repeats", { APP_SECRET: "0123456789abcdef".repeat(2) }, /^APP_SECRET: can be guessed/],
    ["a placeholder", { APP_SECRET: "please-change-me-0123456789-qwertz" }, /^APP_SECRET: can be guessed/],
    [
      "a guessable signing key",
      { INNGEST_SIGNING_KEY: "signkey-prod-default" },
      /^INNGEST_SIGNING_KEY: can be guessed/,
    ],
    ["a key beside the server", { ALLOW_LOCAL_KMS: undefined }, /^ALLOW_LOCAL_KMS: must be 1/],
    ["a key beside the server, half allowed", { ALLOW_LOCAL_KMS: "yes" }, /^ALLOW_LOCAL_KMS: must be 1/],
    [
      "the event key in the clear",
      { INNGEST_BASE_URL: "http://jobs.example.com:8288" },
      /^INNGEST_BASE_URL: must be/,
    ],
    [
      "a provider over plain http",
      { NOTION_API_URL: "http://notion.example.com" },
      /^NOTION_API_URL: must be/,
    ],
    ["an exception with our database", { EGRESS_ALLOW: "10.0.0.0/8" }, /^EGRESS_ALLOW: holds the address/],
    [
      "an exception with our database, named by its address",
      {
        DATABASE_URL: `postgres://app:${SECRET}@[fd00::7]/chittysync?sslmode=verify-full`,
        EGRESS_ALLOW: "fd00::/8",
      },
      /^EGRESS_ALLOW: holds the address/,
    ],
    ["a guessable event key", { INNGEST_EVENT_KEY: "default" }, /^INNGEST_EVENT_KEY: can be guessed/],
    [
      "a database's password that can be guessed",
      { DATABASE_URL: "postgres://app:postgres@db.example.com/chittysync?sslmode=verify-full" },
      /^DATABASE_URL: its password can be guessed/,
    ],
    ["a key where pages are", { VAULT_KEY_FILE: "public/vault.key" }, /^VAULT_KEY_FILE: is in a folder/],
    ["an unknown place of the key", { VAULT_KEY_PROVIDER: "vault" }, /^VAULT_KEY_PROVIDER: /],
    ["no key in AWS KMS", { ...aws, VAULT_AWS_KMS_KEY: undefined }, /^VAULT_AWS_KMS_KEY: is missing/],
    [
      "an alias in AWS KMS",
      { ...aws, VAULT_AWS_KMS_KEY: "arn:aws:kms:eu-central-1:111122223333:alias/vault" },
      /^VAULT_AWS_KMS_KEY: must be the ARN of a key/,
    ],
    [
      "a key service over plain http",
      { ...aws, VAULT_AWS_KMS_ENDPOINT: "http://kms.example.com" },
      /^VAULT_AWS_KMS_ENDPOINT: must be https/,
    ],
    [
      "no credentials for Google",
      { ...gcp, GOOGLE_APPLICATION_CREDENTIALS: undefined },
      /^GOOGLE_APPLICATION_CREDENTIALS: is missing/,
    ],
    ["servers that prove nothing", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }, /^NODE_TLS_REJECT_UNAUTHORIZED: /],
    ["requests that are printed", { NODE_DEBUG: "http" }, /^NODE_DEBUG: /],
    ["an open debugger", { NODE_OPTIONS: "--inspect=0.0.0.0" }, /^NODE_OPTIONS: /],
    ["an unknown mode", { NODE_ENV: "prod" }, /^NODE_ENV: /],
  ])("%s", async (_what, change, reason) => {
    const reasons = await reasonsFor({ ...production, ...change });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(reason);
    expect(reasons.join()).not.toContain(SECRET);
  });

  test("every reason at once", async () => {
    const reasons = await reasonsFor(
      {
        ...production,
        APP_URL: "http://sync.example.com",
        APP_SECRET: "short",
        INNGEST_EVENT_KEY: undefined,
        INNGEST_SIGNING_KEY: undefined,
        INNGEST_DEV: "1",
        DEMO_PERSON: "owner@example.com",
        EGRESS_ALLOW: "0.0.0.0/0",
        ALLOW_LOCAL_KMS: undefined,
        GOOGLE_API_URL: "http://google.example.com",
      },
      {
        readKeyFile: () => {
          throw new AppError("internal", "The vault's key file k does not exist.");
        },
        roleRights: async () => ({ ...bound, ownsTables: true }),
      },
    );
    expect(reasons.map((reason) => reason.split(":")[0])).toEqual([
      ..."APP_SECRET APP_URL DEMO_PERSON GOOGLE_API_URL INNGEST_SIGNING_KEY INNGEST_EVENT_KEY".split(" "),
      ..."INNGEST_DEV EGRESS_ALLOW VAULT_KEY_FILE ALLOW_LOCAL_KMS DATABASE_URL".split(" "),
    ]);
  });
});

describe("development", () => {
  const careless = {
    ...production,
    NODE_ENV: "development",
    APP_URL: "http://sync.example.com",
    INNGEST_DEV: "1",
  };

  test.each(["development", "test", undefined])("may be careless (%s)", async (NODE_ENV) => {
    const roleRights = vi.fn(safe.roleRights);
    expect(await reasonsFor({ ...careless, NODE_ENV }, { roleRights })).toEqual([]);
    expect(roleRights).not.toHaveBeenCalled();
  });

  test("still needs its variables", async () => {
    const reasons = await reasonsFor({ ...careless, APP_SECRET: undefined });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(/^APP_SECRET: /);
  });
});
