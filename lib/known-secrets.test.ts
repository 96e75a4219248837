import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "./errors";
import {
  hideKnown,
  KnownSecrets,
  rememberCredentials,
  rememberEnvironment,
  rememberSecret,
  rememberToken,
} from "./known-secrets";
import { scrub } from "./scrub";

const chance = () => randomBytes(12).toString("hex");

describe("a secret that was in hand", () => {
  test("is hidden wherever it stands, however it is written", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 60, unit: "grapheme" }),
        fc.string(),
        (secret, around) => {
          rememberSecret(secret);
          for (const form of [
            secret,
            encodeURIComponent(secret),
            JSON.stringify(secret).slice(1, -1),
            Buffer.from(secret).toString("base64"),
          ])
            expect(hideKnown(`${around}${form}${around}${form}`)).not.toContain(form);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("is hidden as a whole, also where others begin, end or go on in the same way", () => {
    const secret = chance();
    for (const part of [secret.slice(0, 10), secret.slice(-10), secret.slice(5, 15), secret])
      rememberSecret(part);
    rememberSecret(`${secret.slice(-8)}further`);
    expect(hideKnown(`a ${secret} b ${secret.slice(0, 10)} c`)).toBe("a *** b *** c");
    expect(hideKnown(`a ${secret}further c`)).toBe("a *** c");
  });

  test("of several lines is hidden line by line", () => {
    const [first, second] = [chance(), chance()];
    rememberSecret(`-----BEGIN PRIVATE KEY-----\n${first}\n${second}\n-----END PRIVATE KEY-----\n`);
    expect(hideKnown(`at ${second} then ${first}`)).toBe("at *** then ***");
    expect(hideKnown("-----BEGIN PRIVATE KEY-----")).toBe("-----BEGIN PRIVATE KEY-----");
  });

  test("hides nothing else, and no short word", () => {
    rememberSecret("postgre");
    rememberSecret(chance());
    expect(hideKnown("postgres says nothing of it")).toBe("postgres says nothing of it");
  });

  test("goes out of what an error of ours says", () => {
    const secret = chance();
    rememberToken(secret);
    const error = new AppError("invalid-input", `It was ${secret}.`, {
      remedy: `Not ${secret}.`,
      paths: [{ path: `/${secret}`, message: `No ${secret}.` }],
    });
    expect(JSON.stringify([error.message, error.stack, error.remedy, error.paths])).not.toContain(secret);
  });
});

describe("of credentials", () => {
  test("the secrets are known and the rest may be shown", () => {
    const [token, password, privateKey] = [chance(), chance(), chance()];
    rememberCredentials({
      token,
      url: `postgres://app:${password}%40@db.example.com:5432/customers`,
      serviceAccount: { client_email: "robot@project.example.com", private_key: privateKey },
      host: "db.example.com",
      user: "application",
      database: "customers",
    });
    const said = `${token} ${password}%40 ${password}@ ${privateKey} robot@project.example.com db.example.com application customers`;
    expect(hideKnown(said)).toBe(
      "*** *** *** *** robot@project.example.com db.example.com application customers",
    );
  });

  test.each([
    "connection",
    "Summer2026!",
    ',"level":"',
    "2026-11-29T10:1",
    "lib/db/control.ts:38:15",
    "Give a moment, such as 2026-03-01T09:30:00Z.",
    "utf8-base64",
  ])("what may be a word of ours makes no hole in everybody's texts: %s", (password) => {
    rememberCredentials({ password, token: password, url: `postgres://app:${password}@db.example.com/x` });
    expect(hideKnown(`no such ${password} here`)).toBe(`no such ${password} here`);
  });

  test("a word is none for standing on a line of its own in a secret that was drawn", () => {
    const drawn = chance();
    rememberCredentials({ password: `${drawn}\nconnection` });
    expect(hideKnown(`${drawn} connection`)).toBe("*** connection");
  });

  test("of an offer that waits, only the credentials are secrets", () => {
    const [token, account] = [chance(), chance()];
    const tried = {
      checks: [{ name: "authorized", message: `It is ${account}.` }],
      account: { name: account },
    };
    rememberCredentials({ credentials: { token }, tried, label: account, by: "consent" }, "offered");
    expect(hideKnown(`${token} ${account}`)).toBe(`*** ${account}`);
  });

  test("a short password is still hidden by where it stands", () => {
    rememberCredentials({ url: "postgres://app:short@db.example.com/x" });
    expect(scrub("cannot reach postgres://app:short@db.example.com/x")).toBe(
      "cannot reach postgres://app:***@db.example.com/x",
    );
  });
});

test("of an environment, secrets are known by their names and addresses by their passwords", () => {
  const [secret, key, password, mail] = [chance(), chance(), chance(), chance()];
  rememberEnvironment({
    APP_SECRET: secret,
    INNGEST_SIGNING_KEY: key,
    DATABASE_URL: `postgres://app:${password}@127.0.0.1:5432/chittysync`,
    SMTP_URL: `smtps://mail:${mail}@mail.example.com`,
    APP_URL: "https://sync.example.com",
    VAULT_AWS_KMS_KEY: "arn:aws:kms:eu-central-1:111122223333:key/1234",
    NODE_ENV: "production",
  });
  expect(hideKnown(`${secret} ${key} ${password} ${mail}`)).toBe("*** *** *** ***");
  const shown =
    "https://sync.example.com arn:aws:kms:eu-central-1:111122223333:key/1234 production 127.0.0.1:5432";
  expect(hideKnown(shown)).toBe(shown);
});

test("the oldest is forgotten where there are too many, and what it shares with others stays", () => {
  const known = new KnownSecrets(100);
  const first = chance();
  const other = `other-${first}`;
  known.remember(first);
  known.remember(other);
  for (let at = 0; at < 99; at += 1) known.remember(`token-${at}-of-somebody`);
  expect(known.hide(`${first} ${other} token-0-of-somebody token-98-of-somebody`)).toBe(
    `${first} *** *** ***`,
  );
});
