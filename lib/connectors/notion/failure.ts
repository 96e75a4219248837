import { isHTTPResponseError } from "@notionhq/client";
import { AppError } from "@/lib/errors";
import { dashedId } from "./ids";
import { isJson, type Json, objectAt, textAt } from "./json";

/**
 * How a call failed, by status and body (the client's error classes do not tell enough):
 *
 * - rejected: 400 and the like; nothing happened. `text` is Notion's wording: for matching, never to be shown.
 * - full: the workspace or data source takes no more rows.
 * - lost: whether the call had an effect is not known. `committedId` is the record that a 503 says was written.
 * - barred: our own way out refused; nothing was sent.
 */
export type Failure =
  | { readonly kind: "unauthorized" }
  | { readonly kind: "forbidden" }
  | { readonly kind: "not-found" }
  | { readonly kind: "rejected"; readonly text: string }
  | { readonly kind: "full" }
  | { readonly kind: "conflict" }
  | { readonly kind: "rate-limited"; readonly retryAfterMs: number }
  | { readonly kind: "blocked" }
  | { readonly kind: "lost"; readonly committedId: string | null }
  | { readonly kind: "barred"; readonly error: AppError };

/** Notion's window is a minute, so that is the wait when it names none. */
const DEFAULT_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

export function classify(thrown: unknown): Failure {
  if (thrown instanceof AppError) {
    const sent = thrown.kind === "upstream-unavailable" || thrown.kind === "internal";
    return sent ? { kind: "lost", committedId: null } : { kind: "barred", error: thrown };
  }
  if (!isHTTPResponseError(thrown)) return { kind: "lost", committedId: null };
  const body = parsed(thrown.body);
  const more = objectAt(body, "additional_data") ?? {};
  switch (thrown.status) {
    case 401:
      return { kind: "unauthorized" };
    case 403:
      // Without an error object it came from the edge in front of Notion, not from Notion.
      if (body.object !== "error") return { kind: "lost", committedId: null };
      return "block_limit" in more ? { kind: "full" } : { kind: "forbidden" };
    case 404:
      return { kind: "not-found" };
    case 409:
      return body.code === "row_limit_exceeded" ? { kind: "full" } : { kind: "conflict" };
    case 429:
    case 529:
      if (more.rate_limit_reason === "public_api_request_blocked") return { kind: "blocked" };
      return { kind: "rate-limited", retryAfterMs: waitMs(thrown.headers, more) };
    default:
      if (thrown.status >= 400 && thrown.status < 500 && thrown.status !== 408) {
        return { kind: "rejected", text: textAt(body, "message") ?? "" };
      }
      return { kind: "lost", committedId: dashedId(textAt(more, "committed_resource_id") ?? "") };
  }
}

/** `Retry-After` counts seconds or names a date; Notion repeats the seconds in the body. */
function waitMs(headers: unknown, more: Json): number {
  const header = headers instanceof Headers ? headers.get("retry-after") : null;
  for (const text of [header, textAt(more, "retry_after")]) {
    if (text === null || text.trim() === "") continue;
    const seconds = Number(text);
    const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
    if (Number.isFinite(wait)) return Math.min(Math.max(Math.ceil(wait), 1000), LONGEST_WAIT_MS);
  }
  return DEFAULT_WAIT_MS;
}

function parsed(body: string): Json {
  try {
    const value: unknown = JSON.parse(body);
    return isJson(value) ? value : {};
  } catch {
    return {};
  }
}

/** The failure as callers see it. A 404 speaks of the data source: point reads answer theirs themselves. */
export function errorOf(failure: Failure): AppError {
  switch (failure.kind) {
    case "unauthorized":
      return new AppError("connection-broken", "Notion no longer accepts this connection's access.", {
        remedy: "Connect Notion again.",
      });
    case "forbidden":
      return new AppError("connection-broken", "Notion does not allow the connection to do this.", {
        remedy:
          "At notion.so/developers/connections open the connection and tick Read, Insert and Update content, under Capabilities.",
      });
    case "not-found":
      return notShared();
    case "rejected":
      return new AppError("internal", "Notion did not accept the request. It will be tried again.");
    case "full":
      return workspaceFull();
    case "conflict":
      return new AppError("upstream-unavailable", "Notion was changing the same record; try again.");
    case "rate-limited":
      return new AppError("rate-limited", "Notion asks to wait before the next request.", {
        retryAfterMs: failure.retryAfterMs,
      });
    case "blocked":
      return new AppError("connection-broken", "Notion has blocked this connection's requests.", {
        remedy: "Ask Notion's support to lift the block, then connect again.",
      });
    case "lost":
      return new AppError("upstream-unavailable", "Notion did not answer, or answered that it cannot now.");
    case "barred":
      return failure.error;
  }
}

export const notShared = (): AppError =>
  new AppError("connection-broken", "The data source is not shared with the connection, or it is gone.", {
    remedy: "Share it with the connection: in Notion open the database, its menu, Connections, and add it.",
  });

export const workspaceFull = (): AppError =>
  new AppError("connection-broken", "The Notion workspace takes no more rows.", {
    remedy:
      "Upgrade the workspace's plan (in Notion: Settings, Upgrade plan); on the Free plan deleted rows still count.",
  });

export const inTrash = (): AppError =>
  new AppError("connection-broken", "The data source is in Notion's trash.", {
    remedy: "Restore it from the trash in Notion, or choose another data source.",
  });
