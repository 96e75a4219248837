import { randomBytes } from "node:crypto";
import type { Clock } from "../clock";
import type { Store } from "../store";
import { StripeFailure, unknownParameter } from "./failure";

interface StripeObject {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly [field: string]: unknown;
}

/** Creation has seconds only, so the order in which objects came is kept beside them. */
interface Stored {
  readonly sequence: number;
  readonly made: StripeObject;
}

interface Kind {
  readonly object: string;
  readonly prefix: string;
  readonly required: readonly string[];
  /** Every parameter it takes, with what the object shows when it is not given. */
  readonly takes: Readonly<Record<string, unknown>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  customers: {
    object: "customer",
    prefix: "cus",
    required: [],
    takes: { email: null, name: null, description: null, metadata: {} },
  },
  products: {
    object: "product",
    prefix: "prod",
    required: ["name"],
    takes: { name: null, description: null, active: true, metadata: {} },
  },
};

const OBJECT = "object";

/** What Stripe holds: made, fetched and listed; nothing else is reproduced. */
export class StripeObjects {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** Whether there is such a collection, by the last part of its address. */
  has(path: string): boolean {
    return Object.hasOwn(KINDS, path);
  }

  all(): StripeObject[] {
    return this.stored().map(({ made }) => made);
  }

  create(path: string, form: URLSearchParams): StripeObject {
    const kind = kindAt(path);
    const given = readForm(kind, form);
    for (const name of kind.required)
      if (!given[name])
        throw new StripeFailure(400, `Missing required param: ${name}.`, {
          code: "parameter_missing",
          param: name,
        });
    const made: StripeObject = {
      id: `${kind.prefix}_${randomBytes(9).toString("hex")}`,
      object: kind.object,
      created: Math.floor(this.clock.now() / 1000),
      livemode: false,
      ...kind.takes,
      ...given,
    };
    const sequence = this.stored().length;
    this.store.put(OBJECT, made.id, { sequence, made } satisfies Stored);
    return made;
  }

  get(path: string, id: string): StripeObject {
    return this.named(path, id, "id").made;
  }

  /** A page of the collection, newest first. */
  list(path: string, query: URLSearchParams): Record<string, unknown> {
    for (const name of query.keys())
      if (name !== "limit" && name !== "starting_after") throw unknownParameter(name);
    const limit = limitOf(query.get("limit"));
    const after = query.get("starting_after");
    const before = after === null ? Infinity : this.named(path, after, "starting_after").sequence;
    const { object } = kindAt(path);
    const older = this.stored()
      .filter(({ sequence, made }) => made.object === object && sequence < before)
      .reverse();
    const data = older.slice(0, limit).map(({ made }) => made);
    return { object: "list", url: `/v1/${path}`, has_more: older.length > limit, data };
  }

  private named(path: string, id: string, param: string): Stored {
    const { object } = kindAt(path);
    const found = this.stored().find(({ made }) => made.id === id && made.object === object);
    if (found) return found;
    throw new StripeFailure(param === "id" ? 404 : 400, `No such ${object}: '${id}'`, {
      code: "resource_missing",
      param,
    });
  }

  private stored(): Stored[] {
    return this.store.all<Stored>(OBJECT).sort((a, b) => a.sequence - b.sequence);
  }
}

function kindAt(path: string): Kind {
  const kind = Object.hasOwn(KINDS, path) ? KINDS[path] : undefined;
  if (kind === undefined) throw new Error(`the sandbox has no ${path}`);
  return kind;
}

function readForm(kind: Kind, form: URLSearchParams): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  const metadata: Record<string, string> = {};
  for (const [name, value] of form) {
    const key = /^metadata\[([^[\]]+)\]$/.exec(name)?.[1];
    if (key !== undefined) metadata[key] = value;
    else if (name !== "metadata" && Object.hasOwn(kind.takes, name)) given[name] = typed(kind, name, value);
    else throw unknownParameter(name);
  }
  return { ...given, metadata };
}

function typed(kind: Kind, name: string, value: string): unknown {
  if (typeof kind.takes[name] !== "boolean") return value === "" ? null : value;
  if (value === "true" || value === "false") return value === "true";
  throw new StripeFailure(400, `Invalid boolean: ${value}`, { param: name });
}

function limitOf(given: string | null): number {
  if (given === null) return 10;
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit;
  throw new StripeFailure(400, "Invalid limit: it is a whole number between 1 and 100.", { param: "limit" });
}
