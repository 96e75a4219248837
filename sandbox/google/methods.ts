import type { Caller } from "./access";
import type { FieldMask } from "./field-mask";
import type { World } from "./world";

/** One call that has passed authentication, quota and the check of its parameters. */
export interface Call {
  readonly world: World;
  readonly caller: Caller;
  /** Decoded path parts: spreadsheet id, range ... in the order of the route's groups. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** The `fields` parameter; everything when absent. */
  readonly mask: FieldMask;
  readonly masked: boolean;
}

/** A method of the API: how it is reached, metered and permitted, and what it does. */
export interface Method {
  readonly id: string;
  readonly verb: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: RegExp;
  readonly metering: "read" | "write" | "none";
  readonly scopes: readonly string[];
  /** Query parameters besides the ones every method takes. */
  readonly query: Readonly<Record<string, string>>;
  /** The shape of the JSON body, where it has one. */
  readonly body?: string;
  /** The answer's body; an answer without one when undefined. */
  readonly run: (call: Call) => unknown;
}
