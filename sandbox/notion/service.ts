import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Chance } from "../chance";
import type { Clock } from "../clock";
import { Schedule } from "../schedule";
import type { SandboxRequest, SandboxResponse } from "../server";
import type { SandboxService } from "../service";
import type { Store } from "../store";
import { isObject, type JsonObject } from "./body-check";
import { answerConsent } from "./consent-page";
import { runCommand } from "./control";
import { invalid, mismatch, NotionFailure } from "./failure";
import { Faults } from "./fault";
import { type Answer, failedAfter, failedBefore, printAnswer } from "./fault-answer";
import { answerOauth, authenticate } from "./oauth";
import { QueryEngine } from "./query";
import { blockedFailure, RateWindow } from "./rate-window";
import { findRoute, pathId } from "./routes";
import { DEFAULT_SETTINGS, type NotionSettings } from "./settings";
import { State } from "./state";
import { Tally } from "./tally";
import { purgeExpired } from "./trash";
import { Webhooks } from "./webhook/webhooks";
import type { Call, Version, World } from "./world";

const MAX_BODY = 500_000;
const VERSIONS: readonly Version[] = ["2025-09-03", "2026-03-11"];

/** The pretended Notion API. State is read from `store` and written through to it. */
export function createNotionSandbox(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings?: Partial<NotionSettings>;
}): SandboxService {
  return new NotionSandbox(options.store, options.clock, { ...DEFAULT_SETTINGS, ...options.settings });
}

class NotionSandbox implements SandboxService {
  private readonly store: Store;
  private readonly world: World;
  private readonly queries = new QueryEngine();
  private readonly windows = new RateWindow();
  private readonly faults = new Faults();
  private readonly schedule = new Schedule();
  private readonly tally = new Tally();
  private readonly webhooks: Webhooks;
  private readonly latencyChance: Chance;

  constructor(store: Store, clock: Clock, settings: NotionSettings) {
    this.store = store;
    const state = new State(store);
    store.atomically(() => state.seed(clock, settings));
    this.world = {
      state,
      clock,
      settings: () => ({ ...settings, ...state.workspace.limits }),
      lagChance: new Chance(settings.seed),
      rowLags: new Map(),
    };
    this.webhooks = new Webhooks(this.world);
    this.latencyChance = new Chance(settings.seed);
  }

  readonly handle = async (request: SandboxRequest): Promise<SandboxResponse> => {
    const { pathname } = request.url;
    if (pathname === "/v1/oauth/authorize" && request.method === "GET")
      return this.store.atomically(() => answerConsent(this.world, request.url));
    const found = findRoute(request.method, pathname);
    this.tally.request(request.method, found?.route.pattern ?? pathname);
    const gestures = this.schedule.meet(request.method, pathname);
    const act = (command: string, input: JsonObject) => this.control(command, input);
    await this.schedule.run(gestures, "before", act);
    const finish = await this.takeEffect(request);
    await this.schedule.run(gestures, "after", act);
    return finish();
  };

  /** Does what is asked, or what a fault makes of it; what is given back brings the answer. */
  private async takeEffect(
    request: SandboxRequest,
  ): Promise<() => SandboxResponse | Promise<SandboxResponse>> {
    const { method, url } = request;
    const fault = this.faults.meet(method, url.pathname);
    const asked = { requestId: randomUUID(), method, path: url.pathname };
    const early = fault === null ? null : failedBefore(fault, asked);
    if (early !== null) return () => early;
    const { latencyMs, latencySpreadMs } = this.world.settings();
    const latency = latencyMs + Math.floor(this.latencyChance.next() * latencySpreadMs);
    if (latency > 0) await pause(latency);
    this.store.atomically(() => purgeExpired(this.world));
    const answer = this.answer(request, asked.requestId);
    return () => (fault === null ? printAnswer(answer) : failedAfter(fault, asked, answer));
  }

  control(command: string, input: Record<string, unknown>): unknown {
    const { world, windows, faults, schedule, tally, webhooks } = this;
    const desk = { world, windows, faults, schedule, tally, webhooks };
    return this.store.atomically(() => {
      purgeExpired(world);
      return runCommand(desk, command, input);
    });
  }

  private answer(request: SandboxRequest, requestId: string): Answer {
    const headers = { "x-notion-request-id": requestId };
    try {
      return { status: 200, body: this.perform(request), headers };
    } catch (error) {
      if (!(error instanceof NotionFailure)) throw error;
      return { status: error.status, body: error.body(requestId), headers: { ...headers, ...error.headers } };
    }
  }

  private perform(request: SandboxRequest): JsonObject {
    const oauth = /^\/v1\/oauth\/(token|introspect|revoke)$/.exec(request.url.pathname)?.[1];
    if (oauth !== undefined && request.method === "POST")
      return this.store.atomically(() =>
        answerOauth(
          this.world,
          oauth as "token" | "introspect" | "revoke",
          request.headers.authorization,
          parseBody(request),
        ),
      );
    const found = findRoute(request.method, request.url.pathname);
    if (found === null) throw new NotionFailure(400, "invalid_request_url", "Invalid request URL.");
    const { route, params } = found;
    const call: Call = {
      ...this.world,
      connection: authenticate(this.world, request.headers.authorization),
      version: versionOf(request.headers["notion-version"]),
    };
    if (call.connection.blocked === true) throw blockedFailure();
    this.windows.spend(call, call.connection.id, `${route.method} ${route.pattern}`);
    const asked = {
      call,
      queries: this.queries,
      url: request.url,
      body: parseBody(request),
      id: (name: string) => pathId(params, name),
      raw: (name: string) => params[name] ?? "",
    };
    if (!route.writes) return route.run(asked);
    const done = this.webhooks.by(call.connection.id, () => this.store.atomically(() => route.run(asked)));
    this.tally.write();
    return done;
  }
}

function versionOf(header: string | undefined): Version {
  const found = VERSIONS.find((version) => version === header);
  if (found !== undefined) return found;
  const should = VERSIONS.map((version) => `\`"${version}"\``).join(" or ");
  if (header === undefined)
    throw new NotionFailure(
      400,
      "missing_version",
      "Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.",
    );
  throw mismatch("Notion-Version header", should, header);
}

function parseBody(request: SandboxRequest): JsonObject {
  if (request.body.length > MAX_BODY) throw invalid(`The request body is over ${MAX_BODY} bytes.`);
  if (request.body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(request.body.toString("utf8"));
  } catch {
    throw new NotionFailure(400, "invalid_json", "Error parsing JSON body.");
  }
  if (!isObject(parsed)) throw mismatch("body", "an object", parsed);
  return parsed;
}
