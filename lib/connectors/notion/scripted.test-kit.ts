import type { WaysOut } from "../connector";
import type { Json } from "./json";

/** A Notion of a few lines for tests that need exact answers in an exact order. */

export interface Call {
  readonly method: string;
  /** Without host and `/v1/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly headers: Headers;
}

export type Reply =
  | { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> }
  | "reset";

export interface Script {
  readonly out: WaysOut;
  readonly calls: Call[];
  /** Calls as `post pages`, with ids left out. */
  seen(): string[];
}

export function scripted(answer: (call: Call) => Reply): Script {
  const calls: Call[] = [];
  const fetch: WaysOut["fetch"] = async (input, init) => {
    const url = new URL(String(input));
    const call: Call = {
      method: init?.method ?? "GET",
      path: url.pathname.replace(/^\/v1\//, ""),
      query: url.searchParams,
      body: typeof init?.body === "string" ? JSON.parse(init.body) : {},
      headers: new Headers(init?.headers),
    };
    calls.push(call);
    const reply = answer(call);
    if (reply === "reset") throw new TypeError("fetch failed");
    const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    return new Response(text, { status: reply.status, headers: reply.headers ?? {} });
  };
  const openSocket = () => Promise.reject(new Error("Notion needs no socket"));
  const seen = () =>
    calls.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*")}`);
  return { out: { fetch, openSocket }, calls, seen };
}

export const ok = (body: unknown): Reply => ({ status: 200, body });

export const fails = (
  status: number,
  code: string,
  more: { readonly message?: string; readonly additional_data?: Json } = {},
  headers: Record<string, string> = {},
): Reply => ({ status, headers, body: { object: "error", status, code, message: "failed", ...more } });

export const list = (results: readonly unknown[], more: Json = {}): Reply =>
  ok({ object: "list", results, has_more: false, next_cursor: null, ...more });

export const uuid = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;

export const SOURCE = uuid(1);

export const dataSource = (properties: Json, more: Json = {}): Json => ({
  object: "data_source",
  id: SOURCE,
  title: [{ type: "text", plain_text: "Companies" }],
  in_trash: false,
  properties,
  ...more,
});

/** `values` by raw property id, each a property without its id. */
export const page = (at: number, values: Readonly<Record<string, Json>>, more: Json = {}): Json => ({
  object: "page",
  id: uuid(at),
  created_time: "2026-01-01T00:00:00.000Z",
  last_edited_time: "2026-01-01T00:05:00.000Z",
  in_trash: false,
  parent: { type: "data_source_id", data_source_id: SOURCE, database_id: uuid(2) },
  properties: Object.fromEntries(
    Object.entries(values).map(([id, value]) => [`name of ${id}`, { id, ...value }]),
  ),
  ...more,
});

export const rich = (native: "title" | "rich_text", text: string): Json => ({
  type: native,
  [native]: text === "" ? [] : [{ type: "text", plain_text: text }],
});
