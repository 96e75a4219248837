import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { appEnvironment } from "./environment.mjs";
import { readOptions } from "./options.mjs";
import { choosePorts } from "./ports.mjs";
import { ensureSecrets } from "./secrets.mjs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "chittysync-demo-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("options", () => {
  expect(readOptions([], "/r")).toMatchObject({
    port: undefined,
    directory: "/r/.data/demo",
    isSeeded: true,
  });
  expect(readOptions(["--port", "4000", "--data", "/d", "--headless", "--json", "--no-seed"], "/r")).toEqual({
    port: 4000,
    directory: "/d",
    isHeadless: true,
    asJson: true,
    isSeeded: false,
  });
  for (const wrong of [["--port", "0"], ["--port", "70000"], ["--port", "x"], ["--what"], ["what"]])
    expect(() => readOptions(wrong, "/r")).toThrow(/usage/);
});

test("secrets are made once, whole, and for our eyes", () => {
  const keys = path.join(folder, "keys");
  const made = ensureSecrets(keys);
  expect(ensureSecrets(keys)).toEqual(made);
  expect(made.inngestSigningKey).toMatch(/^signkey-prod-[0-9a-f]{64}$/);
  expect(Buffer.from(readFileSync(made.vaultKeyFile, "utf8"), "base64")).toHaveLength(32);
  if (process.platform !== "win32") expect(statSync(made.vaultKeyFile).mode & 0o777).toBe(0o600);
  writeFileSync(path.join(keys, "app-secret.half"), "cut short");
  expect(ensureSecrets(keys)).toEqual(made);
});

test("ports stay the same from start to start and never coincide", async () => {
  const first = await choosePorts(folder, undefined);
  expect(new Set(Object.values(first)).size).toBe(8);
  const { runner } = await choosePorts(folder, undefined);
  expect(runner).toBe(first.runner);
});

test("a port that was asked for and is taken is told", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await expect(choosePorts(folder, port)).rejects.toThrow(`port ${port} is in use`);
  server.close();
});

test("who tests may lift what the demo asks of the pretended providers; nobody else's numbers reach it", () => {
  const callsAllowed = () => {
    const made = appEnvironment({
      postgres: { databaseUrl: "postgres://a", migrateUrl: "postgres://o" },
      secrets: ensureSecrets(path.join(folder, "keys")),
      ports: { app: 1, runner: 2, notion: 3, google: 4, stripe: 5, control: 6, smtp: 7, dns: 8 },
      isDev: false,
    });
    return Object.entries(made).flatMap(([name, value]) => (/CALLS_PER_MINUTE$/.test(name) ? [value] : []));
  };
  vi.stubEnv("NOTION_CALLS_PER_MINUTE", "7");
  expect(callsAllowed()).toEqual([]);
  vi.stubEnv("DEMO_CALLS_PER_MINUTE", "1000");
  expect(callsAllowed()).toEqual(["1000", "1000", "1000"]);
  vi.unstubAllEnvs();
});

test("nothing of the caller's leads the demo to a real service", () => {
  process.env.STRIPE_SECRET_KEY = "sk_live_x";
  process.env.SMTP_URL = "smtp://real";
  process.env.DNS_SERVERS = "192.0.2.1";
  const made = appEnvironment({
    postgres: { databaseUrl: "postgres://a", migrateUrl: "postgres://o" },
    secrets: ensureSecrets(path.join(folder, "keys")),
    ports: { app: 1, runner: 2, notion: 3, google: 4, stripe: 5, control: 6, smtp: 7, dns: 8 },
    isDev: false,
  });
  delete process.env.STRIPE_SECRET_KEY;
  delete process.env.SMTP_URL;
  delete process.env.DNS_SERVERS;
  expect(made).not.toHaveProperty("STRIPE_SECRET_KEY");
  expect(made).toMatchObject({ SMTP_URL: "smtp://127.0.0.1:7", DNS_SERVERS: "127.0.0.1:8" });
  expect(made).toMatchObject({ APP_URL: "http://127.0.0.1:1", NOTION_API_URL: "http://127.0.0.1:3" });
});
