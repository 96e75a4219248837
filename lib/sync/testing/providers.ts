import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { inngest } from "@/inngest/client";
import { forgetEnv } from "@/lib/env";
import { Clock } from "@/sandbox/clock";
import { createGoogleSandbox } from "@/sandbox/google/service";
import { createNotionSandbox } from "@/sandbox/notion/service";
import { json, type SandboxHandler, serve } from "@/sandbox/server";
import type { SandboxService } from "@/sandbox/service";
import { Store } from "@/sandbox/store";

const UNLIMITED = 1_000_000;
const GOOGLE_LIMITS = {
  readsPerUser: UNLIMITED,
  readsPerProject: UNLIMITED,
  writesPerUser: UNLIMITED,
  writesPerProject: UNLIMITED,
};

/** The pretended Notion and Google, and the place that events go to, each on a port of its own. */
export interface Providers {
  readonly notion: SandboxService;
  readonly google: SandboxService;
  /** The time of both. */
  readonly clock: Clock;
  /** The names of the events that were sent. */
  readonly events: readonly string[];
  close(): Promise<void>;
}

/** What happens around each request of a provider. */
export type Around = (provider: "notion" | "google", handle: SandboxHandler) => SandboxHandler;

/** Serves them on loopback and points the environment of this process at them and at `databaseUrl`. */
export async function openProviders(
  databaseUrl: string,
  around: Around = (_, handle) => handle,
): Promise<Providers> {
  const clock = new Clock();
  const notion = createNotionSandbox({
    store: new Store(":memory:"),
    clock,
    settings: { perMinute: UNLIMITED },
  });
  const google = createGoogleSandbox({
    store: new Store(":memory:"),
    clock,
    settings: { limits: GOOGLE_LIMITS },
  });
  const events: string[] = [];
  const [notionAt, googleAt, eventsAt] = await Promise.all([
    serve(0, around("notion", notion.handle)),
    serve(0, around("google", google.handle)),
    serve(0, (request) => {
      const sent = JSON.parse(request.body.toString("utf8") || "[]") as { name?: string }[];
      events.push(...sent.map((event) => event.name ?? ""));
      return json(200, { ids: sent.map((_, at) => `event-${at}`), status: 200 });
    }),
  ]);
  const folder = mkdtempSync(path.join(tmpdir(), "world-"));
  const keyFile = path.join(folder, "vault.key");
  writeFileSync(keyFile, randomBytes(32).toString("base64"), { mode: 0o600 });
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    APP_URL: "https://app.example.com",
    APP_SECRET: "s".repeat(32),
    VAULT_KEY_FILE: keyFile,
    NOTION_API_URL: notionAt.url,
    NOTION_CLIENT_ID: "sandbox-client",
    NOTION_CLIENT_SECRET: "sandbox-secret",
    GOOGLE_API_URL: googleAt.url,
    GOOGLE_OAUTH_URL: googleAt.url,
    GOOGLE_CLIENT_ID: "sandbox-google-client",
    GOOGLE_CLIENT_SECRET: "sandbox-google-secret",
    NOTION_CALLS_PER_MINUTE: String(UNLIMITED),
    GOOGLE_CALLS_PER_MINUTE: String(UNLIMITED),
    GOOGLE_USER_CALLS_PER_MINUTE: String(UNLIMITED),
    INNGEST_BASE_URL: eventsAt.url,
    INNGEST_EVENT_KEY: "event-key-for-tests",
    INNGEST_SIGNING_KEY: `signkey-test-${"0123456789abcdef".repeat(4)}`,
    EGRESS_ALLOW: "127.0.0.0/8",
  });
  forgetEnv();
  inngest.setEnvVars();
  return {
    notion,
    google,
    clock,
    events,
    close: async () => {
      await Promise.all([notionAt, googleAt, eventsAt].map(({ server }) => closed(server)));
      rmSync(folder, { recursive: true });
    },
  };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
