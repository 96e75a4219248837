import type { Clock } from "../clock";
import type { MailSandbox } from "../mail/service";
import { json, type SandboxHandler, type SandboxRequest, type SandboxResponse } from "../server";
import type { SandboxService } from "../service";
import { pageFile } from "./page";

/**
 * The hands of people and operators, for all providers at once. Loopback only, no token.
 *
 * - `GET /` the page with the pretended tables side by side, and its files.
 * - `GET /mail` what was sent to anybody, for a browser; `GET /mail.json` for a program, the newest first.
 * - `POST /<provider>/<command>` with a JSON object: one command of that provider (see its control.ts).
 * - `POST /clock/advance` `{ms}`: moves the sandbox's clock on; `GET /clock` tells it.
 *
 * 404 for what is not there, 400 `{error}` for a command or input that makes no sense, 403 for a POST that a
 * page from elsewhere makes a browser send.
 */
export function controlHandler(
  services: Readonly<Record<string, Pick<SandboxService, "control">>>,
  clock: Clock,
  mail: Pick<MailSandbox, "page" | "mails">,
): SandboxHandler {
  return async (request) => {
    const { pathname } = request.url;
    if (request.method === "GET") {
      if (pathname === "/mail.json") return json(200, mail.mails(), NO_STORE);
      const letter = mail.page(pathname);
      if (letter) return letter;
      if (pathname === "/clock") return json(200, time(clock), NO_STORE);
      return pageFile(pathname) ?? nothingAt(request);
    }
    const act = actionAt(services, clock, request);
    if (act === undefined) return nothingAt(request);
    if (isFromElsewhere(request)) return json(403, { error: "only the sandbox's own page may do this" });
    try {
      return json(200, (await act(bodyOf(request))) ?? {}, NO_STORE);
    } catch (error) {
      return json(400, { error: error instanceof Error ? error.message : String(error) });
    }
  };
}

type Body = Record<string, unknown>;

const NO_STORE = { "cache-control": "no-store" };

function actionAt(
  services: Readonly<Record<string, Pick<SandboxService, "control">>>,
  clock: Clock,
  request: SandboxRequest,
): ((body: Body) => unknown) | undefined {
  const [provider = "", command = "", ...rest] = request.url.pathname.slice(1).split("/");
  if (request.method !== "POST" || rest.length > 0) return undefined;
  if (provider === "clock" && command === "advance") return (body) => advance(clock, body);
  const service = Object.hasOwn(services, provider) ? services[provider] : undefined;
  return service && ((body) => service.control(command, body));
}

function advance(clock: Clock, { ms }: Body) {
  if (typeof ms !== "number") throw new Error("ms: a number of milliseconds expected");
  clock.advance(ms);
  return time(clock);
}

const time = (clock: Clock) => ({ now: new Date(clock.now()).toISOString(), offsetMs: clock.offset });

// Browsers say where a request comes from; programs say nothing.
const isFromElsewhere = ({ headers }: SandboxRequest): boolean =>
  !["same-origin", "none"].includes(headers["sec-fetch-site"] ?? "none");

const nothingAt = ({ method, url }: SandboxRequest): SandboxResponse =>
  json(404, { error: `nothing at ${method} ${url.pathname}` });

function bodyOf(request: SandboxRequest): Body {
  if (request.body.length === 0) return {};
  const refused = new Error("the body is not a JSON object");
  let parsed: unknown;
  try {
    parsed = JSON.parse(request.body.toString("utf8"));
  } catch {
    throw refused;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw refused;
  return parsed as Body;
}
