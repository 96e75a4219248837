import { createHash } from "node:crypto";
import { type PreparedRules, prepareRules } from "@/lib/engine/prepare";
import type { Dataset } from "./dataset";

/** Every side may do everything, and writes hold what is written: what a registry over Postgres tables is merged by. */
export function mergeRules({ fields, key }: Dataset, sideIds: readonly string[]): PreparedRules {
  return prepareRules({
    fields,
    key,
    sides: sideIds.map((sideId, position) => ({
      sideId,
      position,
      directions: Object.fromEntries(fields.map((field) => [field.id, "both" as const])),
      mayCreate: true,
      mayDelete: true,
      project: (_field, value) => ({ ok: true, value }),
    })),
    strategy: "last-write-wins",
    strategyByField: {},
    authority: null,
    winners: { default: null, fields: {} },
    deletes: "propagate",
    clockToleranceMs: 0,
    digest,
  });
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
