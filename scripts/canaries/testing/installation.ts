import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { SMTPServer } from "smtp-server";
import { inject } from "vitest";
import { inngest } from "@/inngest/client";
import { runSync } from "@/inngest/functions/run-sync";
import { type Harness, startHarness } from "@/inngest/local/testing/harness";
import { EVENT_KEY } from "@/inngest/local/testing/loopback-app";
import { told } from "@/inngest/told";
import { env, forgetEnv } from "@/lib/env";
import { routeOf } from "@/lib/http/testing/route-of";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { forgetKeys } from "@/lib/vault/vault";
import { Flock } from "./flock";
import { type WalPlace, walPlace } from "./wal-place";

/** One installation whose own secrets are canaries: its world, its job runner, a mail server that refuses. */
export interface Installation {
  readonly flock: Flock;
  readonly world: World;
  readonly harness: Harness;
  /** The database server's superuser. */
  readonly admin: pg.Pool;
  /** Where its write-ahead log was before anything happened. */
  readonly since: WalPlace;
  /** A role of the customer's database that has yet to be made. */
  readonly customerRole: string;
  /** One call of the API; its whole answer is a place. */
  ask(method: string, target: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: { readonly id?: string };
}

export async function openInstallation(): Promise<Installation> {
  const flock = new Flock();
  const admin = new pg.Pool({ connectionString: inject("testServer").adminUrl, max: 1 });
  admin.on("error", () => {});
  const since = await walPlace(admin);
  const world = await openWorld();
  const customerRole = `canary_${randomBytes(6).toString("hex")}`;
  const mail = await unkindMailServer(flock.plant("SMTP password"));
  const harness = await startHarness((client) => [
    runSync,
    client.createFunction({ id: "crash", retries: 1, triggers: { event: "crash/me" } }, ({ step }) =>
      step.run("x", () => told("job.crash", () => Promise.reject(flock.errorOfAll()))),
    ),
  ]);
  const jobsAt = { INNGEST_BASE_URL: harness.runner.url, INNGEST_EVENT_KEY: EVENT_KEY };
  const mailAt = `127.0.0.1:${(mail.server.address() as AddressInfo).port}`;
  Object.assign(process.env, jobsAt, {
    APP_SECRET: flock.plant("APP_SECRET"),
    AWS_ACCESS_KEY_ID: "TESTONLYAKID",
    AWS_SECRET_ACCESS_KEY: flock.plant("AWS secret"),
    SMTP_URL: `smtp://mailer:${flock.valueOf("SMTP password")}@${mailAt}`,
  });
  forgetEnv();
  forgetKeys();
  inngest.setEnvVars(jobsAt);
  flock.plant("vault key", readFileSync(env().VAULT_KEY_FILE ?? "", "utf8"));
  flock.plant("API key", world.tenant.apiKey);
  return {
    flock,
    world,
    harness,
    admin,
    since,
    customerRole,
    ask: askerOf(flock, world.tenant.apiKey),
    close: async () => {
      await harness.close();
      await new Promise<void>((resolve) => mail.close(() => resolve()));
      await world.sql(`drop owned by ${customerRole}`).catch(() => {});
      await admin.query(`drop role if exists ${customerRole}`).catch(() => {});
      await admin.end();
      await world.close();
    },
  };
}

/** A mail server that refuses, and repeats the password as it does. */
function unkindMailServer(password: string): Promise<SMTPServer> {
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: (_auth, _session, done) => done(new Error(`${password} is not the password`)),
  });
  server.on("error", () => {});
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

function askerOf(flock: Flock, apiKey: string): Installation["ask"] {
  return async (method, target, body) => {
    const { handler } = await routeOf(method, target);
    const response = await handler(
      new Request(`${env().APP_URL}/api/v1${target}`, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    flock.see(`${method} ${target}`, `${JSON.stringify([...response.headers])}\n${text}`);
    const isJson = /^application\/(problem\+)?json$/.test(
      (response.headers.get("content-type") ?? "").split(";")[0] ?? "",
    );
    return { status: response.status, body: isJson && text ? JSON.parse(text) : {} };
  };
}
