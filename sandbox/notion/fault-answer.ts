import { setTimeout as pause } from "node:timers/promises";
import { json, type SandboxResponse } from "../server";
import type { JsonObject } from "./body-check";
import { NotionFailure } from "./failure";
import type { Fault } from "./fault";
import { rateLimited } from "./rate-window";

export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
}

/** The answer of a fault that keeps the request from being done; null = it is done first. */
export function failedBefore(fault: Fault, requestId: string): SandboxResponse | null {
  switch (fault.kind) {
    case "429":
      return printFailure(rateLimited(fault.retryAfter, fault.reason), requestId);
    case "500":
      return printFailure(new NotionFailure(500, "internal_server_error", "Unexpected error."), requestId);
    case "502":
      // From the edge, not the API: HTML, a ray id, no request id.
      return {
        status: 502,
        headers: { "content-type": "text/html", "cf-ray": requestId.slice(0, 16) },
        body: "<html><body><h1>502 Bad Gateway</h1></body></html>",
      };
    case "503-before":
      return printFailure(unavailable({}), requestId);
    case "529":
      return printFailure(
        new NotionFailure(529, "service_overload", "The service is overloaded."),
        requestId,
      );
    case "409":
      return printFailure(
        new NotionFailure(409, "conflict_error", "Conflict occurred while saving. Please try again."),
        requestId,
      );
    case "reset-before":
      return { cut: "before-answer" };
    default:
      return null;
  }
}

/** What a fault makes of the answer to a request that was done. */
export async function failedAfter(
  fault: Fault,
  asked: { readonly requestId: string; readonly method: string; readonly path: string },
  answer: Answer,
): Promise<SandboxResponse> {
  switch (fault.kind) {
    case "503-after":
      return printFailure(unavailable(committed(asked, answer)), asked.requestId);
    case "504-after":
      return printFailure(
        new NotionFailure(504, "gateway_timeout", "The request timed out."),
        asked.requestId,
      );
    case "reset-after":
      return { cut: "before-answer" };
    case "cut": {
      const text = JSON.stringify(answer.body);
      return { cut: "mid-body", body: text.slice(0, text.length >> 1) };
    }
    case "empty":
      return { status: 200, headers: { ...answer.headers, "content-type": "application/json" }, body: "" };
    case "slow":
      await pause(fault.delayMs);
      return printAnswer(answer);
    default:
      return printAnswer(answer);
  }
}

export const printAnswer = (answer: Answer): SandboxResponse =>
  json(answer.status, answer.body, answer.headers);

function printFailure(failure: NotionFailure, requestId: string): SandboxResponse {
  const headers = { "x-notion-request-id": requestId, ...failure.headers };
  return json(failure.status, failure.body(requestId), headers);
}

const unavailable = (additionalData: Readonly<Record<string, string>>): NotionFailure =>
  new NotionFailure(503, "service_unavailable", "Service unavailable.", {
    ...(Object.keys(additionalData).length === 0 ? {} : { additionalData }),
  });

/** A create that was saved names what it made; other writes only say to read first. */
function committed(
  asked: { readonly method: string; readonly path: string },
  answer: Answer,
): Readonly<Record<string, string>> {
  if (answer.status !== 200 || asked.method === "GET") return {};
  const guidance = { retry_guidance: "The write may have been saved. Read before you repeat it." };
  const isCreate = /^\/v1\/(pages|databases|data_sources)\/?$/.test(asked.path);
  return isCreate ? { committed_resource_id: String(answer.body.id), ...guidance } : guidance;
}
