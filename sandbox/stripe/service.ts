import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../clock";
import { json, type SandboxRequest, type SandboxResponse } from "../server";
import type { SandboxService } from "../service";
import type { Store } from "../store";

interface StripeObject {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly [field: string]: unknown;
}

/** The kinds it has so far, by path: each with its id prefix and the parameters it takes. */
const KINDS: Readonly<Record<string, { object: string; prefix: string; takes: readonly string[] }>> = {
  customers: { object: "customer", prefix: "cus", takes: ["email", "name", "description", "metadata"] },
  products: { object: "product", prefix: "prod", takes: ["name", "description", "active", "metadata"] },
};

/** The pretended Stripe, begun: customers and products. What it does not have it refuses as Stripe does. */
export function createStripeSandbox({
  store,
  clock,
}: {
  readonly store: Store;
  readonly clock: Clock;
}): SandboxService {
  const replies = new Map(store.all<Reply>("idempotency").map((reply) => [reply.key, reply]));
  return {
    handle: (request) => {
      if (!/^(Bearer|Basic) \S+/.test(request.headers.authorization ?? "")) {
        return failure(401, { type: "invalid_request_error", message: "You did not provide an API key." });
      }
      const key = request.headers["idempotency-key"];
      const hash = createHash("sha256")
        .update(`${request.method} ${request.url.pathname} ${request.body}`)
        .digest("hex");
      const before = key ? replies.get(key) : undefined;
      if (before && before.hash !== hash) {
        const message =
          "Keys for idempotent requests can only be used with the same parameters they were first used with.";
        return failure(400, { type: "idempotency_error", message });
      }
      if (before) return json(before.status, before.body, { "idempotent-replayed": "true" });
      const { status, body } = answer(store, clock, request);
      if (key && request.method === "POST" && status < 400) {
        replies.set(key, { key, hash, status, body });
        store.put("idempotency", key, { key, hash, status, body });
      }
      return json(status, body, { "request-id": `req_${randomBytes(7).toString("hex")}` });
    },
    control: (command) => {
      if (command === "list") return { objects: store.all<StripeObject>("object") };
      throw new Error(`unknown command ${command}; one of list`);
    },
  };
}

interface Reply {
  readonly key: string;
  readonly hash: string;
  readonly status: number;
  readonly body: unknown;
}

function answer(store: Store, clock: Clock, request: SandboxRequest): { status: number; body: unknown } {
  const [, version, path = "", id] = request.url.pathname.split("/");
  const kind = version === "v1" && Object.hasOwn(KINDS, path) ? KINDS[path] : undefined;
  if (!kind) {
    return refusal(404, {
      type: "invalid_request_error",
      message: `Unrecognized request URL (${request.method}: ${request.url.pathname}).`,
    });
  }
  const all = store.all<StripeObject>("object").filter((each) => each.object === kind.object);
  if (id) {
    const found = all.find((each) => each.id === id);
    if (found) return { status: 200, body: found };
    return refusal(404, {
      type: "invalid_request_error",
      code: "resource_missing",
      param: "id",
      message: `No such ${kind.object}: '${id}'`,
    });
  }
  if (request.method === "GET")
    return {
      status: 200,
      body: { object: "list", url: `/v1/${path}`, has_more: false, data: all.reverse() },
    };
  const given = Object.fromEntries(new URLSearchParams(request.body.toString("utf8")));
  const unknown = Object.keys(given).find((name) => !kind.takes.includes(name.split("[")[0] ?? ""));
  if (unknown) {
    return refusal(400, {
      type: "invalid_request_error",
      code: "parameter_unknown",
      param: unknown,
      message: `Received unknown parameter: ${unknown}`,
    });
  }
  const made = {
    id: `${kind.prefix}_${randomBytes(9).toString("base64url")}`,
    object: kind.object,
    created: Math.floor(clock.now() / 1000),
    livemode: false,
    ...given,
  };
  store.put("object", made.id, made);
  return { status: 200, body: made };
}

const refusal = (status: number, error: Record<string, string>) => ({ status, body: { error } });
const failure = (status: number, error: Record<string, string>): SandboxResponse => json(status, { error });
