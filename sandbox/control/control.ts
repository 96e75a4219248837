import type { Clock } from "../clock";
import { json, type SandboxHandler, type SandboxRequest } from "../server";
import type { SandboxService } from "../service";
import { page } from "./page";

/**
 * The hands of people and operators, for all providers at once. Loopback only, no token.
 *
 * - `GET /` the page with the pretended tables side by side.
 * - `POST /<provider>/<command>` with a JSON object: one command of that provider (see its control.ts).
 * - `POST /clock/advance` `{ms}`: moves the sandbox's clock on; `GET /clock` tells it.
 */
export function controlHandler(
  services: Readonly<Record<string, SandboxService>>,
  clock: Clock,
): SandboxHandler {
  return async (request) => {
    const [, first = "", command = ""] = request.url.pathname.split("/");
    if (request.method === "GET" && first === "") return page();
    if (first === "clock") return clockAnswer(request, clock);
    const service = Object.hasOwn(services, first) ? services[first] : undefined;
    if (!service || request.method !== "POST")
      return json(404, { error: `nothing at ${request.method} ${request.url.pathname}` });
    try {
      return json(200, (await service.control(command, bodyOf(request))) ?? {});
    } catch (error) {
      return json(400, { error: error instanceof Error ? error.message : String(error) });
    }
  };
}

function clockAnswer(request: SandboxRequest, clock: Clock) {
  if (request.method === "POST") clock.advance(Number(bodyOf(request).ms));
  return json(200, { now: new Date(clock.now()).toISOString(), offsetMs: clock.offset });
}

function bodyOf(request: SandboxRequest): Record<string, unknown> {
  if (request.body.length === 0) return {};
  const parsed: unknown = JSON.parse(request.body.toString("utf8"));
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new Error("the body is a JSON object");
  return parsed as Record<string, unknown>;
}
