import { json, type SandboxResponse } from "../server";
import { driveBody } from "./drive";
import { GoogleError, rpcBody } from "./errors";
import type { Fault } from "./faults";
import type { Method } from "./methods";
import type { World } from "./world";

const INTERNAL = new GoogleError(500, "INTERNAL", "Internal error encountered.");
const UNAVAILABLE = new GoogleError(503, "UNAVAILABLE", "The service is currently unavailable.");
export const TOO_LATE = new GoogleError(
  504,
  "DEADLINE_EXCEEDED",
  "Deadline expired before operation could complete.",
);

/** What a proxy on the way says: a page and no JSON. */
const BAD_GATEWAY: SandboxResponse = {
  status: 502,
  headers: { "content-type": "text/html; charset=UTF-8" },
  body: "<!DOCTYPE html><html lang=en><title>Error 502 (Server Error)!!1</title><p>502. Try again in 30 seconds.</html>",
};

const isDrive = (method: Method | undefined): boolean => method?.id.startsWith("drive.") === true;

/** An error in the body that the method's API uses. */
export const refusal = (error: GoogleError, method: Method | undefined): SandboxResponse =>
  json(error.code, isDrive(method) ? driveBody(error) : rpcBody(error));

/** The answer of a fault that keeps the request from its effect; nothing when it takes effect. */
export function answerBefore(
  world: World,
  fault: Fault | undefined,
  method: Method | undefined,
): SandboxResponse | undefined {
  switch (fault?.kind) {
    case "429":
      return refusal(isDrive(method) ? world.driveQuota.tooFast() : exhausted(world, fault, method), method);
    case "500":
      return refusal(INTERNAL, method);
    case "502":
      return BAD_GATEWAY;
    case "503-before":
      return refusal(UNAVAILABLE, method);
    case "504-before":
      return refusal(TOO_LATE, method);
    case "reset-before":
      return { cut: "before-answer" };
    default:
      return undefined;
  }
}

function exhausted(world: World, { quota }: Fault, method: Method | undefined): GoogleError {
  const drawn = method?.metering === "read" ? "read-user" : "write-user";
  const [metering, scope] = (quota ?? drawn).split("-") as ["read" | "write", "user" | "project"];
  const limits = world.quotaLimits;
  const limit = {
    read: { user: limits.readsPerUser, project: limits.readsPerProject },
    write: { user: limits.writesPerUser, project: limits.writesPerProject },
  }[metering][scope];
  return world.quota.exhausted(metering, scope, limit);
}

/** What the client sees of an answer whose request has taken effect. */
export function answerAfter(
  fault: Fault,
  answered: SandboxResponse,
  method: Method | undefined,
): SandboxResponse {
  const body = "body" in answered ? String(answered.body ?? "") : "";
  switch (fault.kind) {
    case "500-after":
      return refusal(INTERNAL, method);
    case "502-after":
      return BAD_GATEWAY;
    case "503-after":
      return refusal(UNAVAILABLE, method);
    case "504-after":
      return refusal(TOO_LATE, method);
    case "reset-after":
      return { cut: "before-answer" };
    case "cut":
      return { cut: "mid-body", body: body.slice(0, Math.floor(body.length / 2)) };
    case "empty":
      return { status: 200, headers: { "content-type": "application/json; charset=utf-8" }, body: "" };
    default:
      return answered;
  }
}
