import { Client, type LogLevel } from "@notionhq/client";
import { Clock } from "../../clock";
import { serve } from "../../server";
import type { SandboxService } from "../../service";
import { Store } from "../../store";
import { createNotionSandbox } from "../service";
import type { NotionSettings } from "../settings";
import { judged } from "./judged";

export interface Harness {
  readonly service: SandboxService;
  readonly clock: Clock;
  readonly store: Store;
  readonly url: string;
  readonly token: string;
  readonly connectionId: string;
  /** The official client as it is shipped; warnings (unknown parameters …) fail the call that caused them. */
  readonly notion: Client;
  client(auth: string, version?: string): Client;
  /** A control command, with its answer as an object. */
  control(command: string, input?: Record<string, unknown>): Record<string, unknown>;
  /** Raw fetch with the token and the version; parsed body. */
  raw(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<RawAnswer>;
  stop(): Promise<void>;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

const VERSION = "2026-03-11";

/** A sandbox on loopback with one connection, and the official client on it. */
export async function startHarness(
  settings: Partial<NotionSettings> = {},
  store: Store = new Store(":memory:"),
): Promise<Harness> {
  const clock = new Clock();
  const service = createNotionSandbox({ store, clock, settings: { perMinute: 100_000, ...settings } });
  const { handle, breaches } = judged(service.handle);
  const { server, url } = await serve(0, handle);
  const control = (command: string, input: Record<string, unknown> = {}) =>
    service.control(command, input) as Record<string, unknown>;
  const made = control("create-workspace-token");
  const token = String(made.token);
  const client = (auth: string, version = VERSION) =>
    new Client({
      auth,
      baseUrl: url,
      notionVersion: version,
      retry: false,
      logLevel: "warn" as LogLevel,
      logger: (level, message) => {
        if (!/request fail/.test(message)) throw new Error(`${level}: ${message}`);
      },
    });
  return {
    service,
    clock,
    store,
    url,
    token,
    connectionId: String(made.connectionId),
    notion: client(token),
    client,
    control,
    async raw(method, path, body, headers = {}) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          "notion-version": VERSION,
          "content-type": "application/json",
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const parsed = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : { text };
      return { status: response.status, headers: response.headers, body: parsed };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (breaches.length > 0)
        throw new Error(`answers that the official document does not allow:\n${breaches.join("\n")}`);
    },
  };
}

/** The error that a call is expected to end in. */
export async function failureOf(call: Promise<unknown>): Promise<{
  status: number;
  code: string;
  message: string;
  body: string;
  additional_data?: Record<string, unknown>;
}> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error === null) throw new Error("the call succeeded");
  return error as never;
}

/** What a page of the API looks like to a test. */
export interface ReadPage {
  readonly id: string;
  readonly in_trash: boolean;
  readonly created_time: string;
  readonly last_edited_time: string;
  readonly properties: Record<string, Record<string, unknown>>;
}

export const asPage = (page: unknown): ReadPage => page as ReadPage;

/** A table made by hand; properties are types or API configurations by name. */
export function makeTable(
  harness: Harness,
  properties: Record<string, unknown>,
  title = "Table",
): { databaseId: string; dataSourceId: string } {
  return harness.control("create-database", { title, properties }) as never;
}

export const text = (content: string) => [{ type: "text" as const, text: { content } }];
