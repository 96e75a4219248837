export type FaultKind =
  | "429"
  | "500"
  | "503-before"
  | "503-after"
  | "reset-before"
  | "reset-after"
  | "slow"
  | "cut"
  | "empty";

const KINDS: readonly FaultKind[] = [
  "429",
  "500",
  "503-before",
  "503-after",
  "reset-before",
  "reset-after",
  "slow",
  "cut",
  "empty",
];

export interface Fault {
  readonly kind: FaultKind;
  readonly method?: string;
  readonly path?: RegExp;
  /** How long `slow` waits. */
  readonly delayMs: number;
}

interface Armed extends Fault {
  skip: number;
  left: number;
}

/** Faults waiting for matching requests. "before" kinds leave the state alone, "after" kinds have applied it. */
export class Faults {
  private armed: Armed[] = [];

  /** Arms a fault for `times` matching requests, after letting `afterRequests` of them through. */
  arm(input: Record<string, unknown>): void {
    const kind = KINDS.find((one) => one === input.kind);
    if (kind === undefined) throw new Error(`unknown fault kind; one of ${KINDS.join(", ")}`);
    const match = (input.match ?? {}) as { readonly method?: string; readonly path?: string };
    this.armed.push({
      kind,
      ...(match.method === undefined ? {} : { method: match.method.toUpperCase() }),
      ...(match.path === undefined ? {} : { path: new RegExp(match.path) }),
      delayMs: Number(input.delayMs ?? 2000),
      skip: Number(input.afterRequests ?? 0),
      left: Number(input.times ?? 1),
    });
  }

  clear(): void {
    this.armed = [];
  }

  /** The fault for this request, used up by one. */
  next(method: string, path: string): Fault | undefined {
    for (const fault of this.armed) {
      const matches =
        fault.left > 0 && (fault.method ?? method) === method && (fault.path?.test(path) ?? true);
      if (!matches) continue;
      if (fault.skip > 0) {
        fault.skip--;
        continue;
      }
      fault.left--;
      return fault;
    }
    return undefined;
  }
}
