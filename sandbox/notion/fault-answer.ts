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

/** The request that a fault meets. */
export interface Sent {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
}

/** The answer of a fault that keeps the request from being done; null = it is done first. */
export function failedBefore(fault: Fault, sent: Sent): SandboxResponse | null {
  const { requestId } = sent;
  switch (fault.kind) {
    case "429":
      return printFailure(rateLimited(fault.retryAfter, fault.reason), requestId);
    case "500":
      return printFailure(unexpected(), requestId);
    case "502":
      return badGateway(requestId);
    case "503-before":
      return printFailure(unavailable(guidance(sent)), requestId);
    case "504-before":
      return printFailure(timedOut(), requestId);
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
export async function failedAfter(fault: Fault, sent: Sent, answer: Answer): Promise<SandboxResponse> {
  switch (fault.kind) {
    case "500-after":
      return printFailure(unexpected(), sent.requestId);
    case "502-after":
      return badGateway(sent.requestId);
    case "503-after":
      return printFailure(unavailable(committed(sent, answer)), sent.requestId);
    case "504-after":
      return printFailure(timedOut(), sent.requestId);
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

const unexpected = () => new NotionFailure(500, "internal_server_error", "Unexpected error.");

const timedOut = () => new NotionFailure(504, "gateway_timeout", "The request timed out.");

/** From the edge, not the API: HTML, a ray id, no request id. */
const badGateway = (requestId: string): SandboxResponse => ({
  status: 502,
  headers: { "content-type": "text/html", "cf-ray": requestId.slice(0, 16) },
  body: "<html><body><h1>502 Bad Gateway</h1></body></html>",
});

/** A query that was too much says so; nothing else has an advice. */
const guidance = ({ path }: Sent): Readonly<Record<string, string>> =>
  path.endsWith("/query") ? { retry_guidance: "Ask for a smaller page_size or narrow the filter." } : {};

const unavailable = (additionalData: Readonly<Record<string, string>>): NotionFailure =>
  new NotionFailure(503, "service_unavailable", "Service unavailable.", {
    ...(Object.keys(additionalData).length === 0 ? {} : { additionalData }),
  });

/** A create that was saved names what it made; other writes only say to read first. */
function committed(sent: Sent, answer: Answer): Readonly<Record<string, string>> {
  if (answer.status !== 200 || sent.method === "GET") return {};
  const guidance = { retry_guidance: "The write may have been saved. Read before you repeat it." };
  const isCreate = /^\/v1\/(pages|databases|data_sources)\/?$/.test(sent.path);
  return isCreate ? { committed_resource_id: String(answer.body.id), ...guidance } : guidance;
}
