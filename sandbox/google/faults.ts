import { Chance } from "../chance";

const KINDS = [
  "429",
  "500",
  "500-after",
  "502",
  "502-after",
  "503-before",
  "503-after",
  "504-before",
  "504-after",
  "reset-before",
  "reset-after",
  "slow",
  "cut",
  "empty",
] as const;

export type FaultKind = (typeof KINDS)[number];

const QUOTAS = ["read-user", "read-project", "write-user", "write-project"] as const;

/** Which of the four budgets a `429` names. */
export type QuotaName = (typeof QUOTAS)[number];

export interface Fault {
  readonly kind: FaultKind;
  readonly method?: string;
  readonly path?: RegExp;
  /** How long `slow` waits. */
  readonly delayMs: number;
  /** The one that the method draws on, of the user, when absent. */
  readonly quota?: QuotaName;
}

interface Armed extends Fault {
  readonly probability: number;
  readonly chance: Chance;
  skip: number;
  left: number;
}

/** Faults waiting for matching requests. "before" kinds leave the state alone, "after" kinds have applied it. */
export class Faults {
  private armed: Armed[] = [];

  /**
   * Arms a fault for `times` matching requests, after letting `afterRequests` of them through. With a `probability`
   * each of them is hit by chance, the same ones for the same `seed`, without end unless `times` says so.
   */
  arm(input: Record<string, unknown>): void {
    const kind = KINDS.find((one) => one === input.kind);
    if (kind === undefined) throw new Error(`unknown fault kind; one of ${KINDS.join(", ")}`);
    const quota = QUOTAS.find((one) => one === input.quota);
    if (input.quota !== undefined && quota === undefined)
      throw new Error(`quota: one of ${QUOTAS.join(", ")}`);
    const probability = Number(input.probability ?? 1);
    if (!(probability >= 0 && probability <= 1)) throw new Error("probability: number from 0 to 1 expected");
    const match = (input.match ?? {}) as { readonly method?: string; readonly path?: string };
    this.armed.push({
      kind,
      ...(match.method === undefined ? {} : { method: match.method.toUpperCase() }),
      ...(match.path === undefined ? {} : { path: new RegExp(match.path) }),
      delayMs: Number(input.delayMs ?? 2000),
      ...(quota === undefined ? {} : { quota }),
      probability,
      chance: new Chance(Number(input.seed ?? 1)),
      skip: Number(input.afterRequests ?? 0),
      left: Number(input.times ?? (input.probability === undefined ? 1 : Number.POSITIVE_INFINITY)),
    });
  }

  clear(): void {
    this.armed = [];
  }

  /** How many faults have not yet happened, but for those that never end. */
  get pending(): number {
    return this.armed.reduce((sum, { left }) => sum + (Number.isFinite(left) ? left : 0), 0);
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
      if (!fault.chance.strikes(fault.probability)) continue;
      fault.left--;
      return fault;
    }
    return undefined;
  }
}
