import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../clock";
import { json, type SandboxRequest, type SandboxResponse } from "../server";
import type { SandboxService } from "../service";
import type { Store } from "../store";
import { StripeFailure } from "./failure";
import { StripeObjects } from "./objects";

/** What a POST with an idempotency key was answered; later ones with the same key get the same. */
interface Reply {
  readonly key: string;
  readonly hash: string;
  readonly body: unknown;
  readonly at: number;
}

const REPLIES = "idempotency";

/** Stripe forgets a key after at least a day. */
const KEY_LIFE_MS = 24 * 60 * 60 * 1000;

/** The pretended Stripe, begun: customers and products. What it does not have it refuses as Stripe does. */
export function createStripeSandbox(options: {
  readonly store: Store;
  readonly clock: Clock;
}): SandboxService {
  return new StripeSandbox(options.store, options.clock);
}

class StripeSandbox implements SandboxService {
  private readonly objects: StripeObjects;
  private readonly replies: Map<string, Reply>;
  private total = 0;
  private writes = 0;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {
    this.objects = new StripeObjects(store, clock);
    this.replies = new Map(store.all<Reply>(REPLIES).map((reply) => [reply.key, reply]));
  }

  readonly handle = (request: SandboxRequest): SandboxResponse => {
    this.total++;
    const version = request.headers["stripe-version"];
    const headers = {
      "request-id": `req_${randomBytes(7).toString("hex")}`,
      ...(version === undefined ? {} : { "stripe-version": version }),
    };
    try {
      const { body, isReplay } = this.answer(request);
      return json(200, body, isReplay ? { ...headers, "idempotent-replayed": "true" } : headers);
    } catch (error) {
      if (!(error instanceof StripeFailure)) throw error;
      return json(error.status, error.body, headers);
    }
  };

  control(command: string): unknown {
    switch (command) {
      case "list":
        return { objects: this.objects.all() };
      case "counts":
        return { total: this.total, writes: this.writes };
      case "reset-counts":
        this.total = 0;
        this.writes = 0;
        return {};
      default:
        throw new Error(`unknown command ${command}; one of counts, list, reset-counts`);
    }
  }

  private answer(request: SandboxRequest): { readonly body: unknown; readonly isReplay?: boolean } {
    if (!/^(Bearer|Basic) \S+/.test(request.headers.authorization ?? ""))
      throw new StripeFailure(401, "You did not provide an API key.");
    const { method, url } = request;
    const [, path = "", id] = /^\/v1\/([^/]+)(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
    if (this.objects.has(path)) {
      if (method === "GET" && id !== undefined) return { body: this.objects.get(path, id) };
      if (method === "GET") return { body: this.objects.list(path, url.searchParams) };
      if (method === "POST" && id === undefined) return this.create(path, request);
    }
    throw new StripeFailure(404, `Unrecognized request URL (${method}: ${url.pathname}).`);
  }

  private create(path: string, request: SandboxRequest): { body: unknown; isReplay?: boolean } {
    const key = request.headers["idempotency-key"];
    const hash = createHash("sha256").update(`${request.url.pathname} ${request.body}`).digest("hex");
    const before = key === undefined ? undefined : this.replies.get(key);
    if (before && before.at + KEY_LIFE_MS > this.clock.now()) {
      if (before.hash === hash) return { body: before.body, isReplay: true };
      throw new StripeFailure(
        400,
        "Keys for idempotent requests can only be used with the same parameters they were first used with.",
        { type: "idempotency_error" },
      );
    }
    const form = formOf(request);
    // One piece: an object without its reply would be made twice by a retry after a crash.
    const { body, reply } = this.store.atomically(() => {
      const body = this.objects.create(path, form);
      const reply = key === undefined ? undefined : { key, hash, body, at: this.clock.now() };
      if (reply) this.store.put(REPLIES, reply.key, reply);
      return { body, reply };
    });
    if (reply) this.replies.set(reply.key, reply);
    this.writes++;
    return { body };
  }
}

function formOf(request: SandboxRequest): URLSearchParams {
  const type = request.headers["content-type"] ?? "";
  if (request.body.length > 0 && !type.startsWith("application/x-www-form-urlencoded"))
    throw new StripeFailure(
      400,
      "Invalid request (check that your POST content type is application/x-www-form-urlencoded).",
    );
  return new URLSearchParams(request.body.toString("utf8"));
}
