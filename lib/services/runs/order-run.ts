import "server-only";
import type { Caller } from "@/lib/auth/policy";
import type { Scoped } from "@/lib/db/control";
import type { RegistryDefinition } from "@/lib/db/registries";
import type { RunRequest, StoredRun } from "@/lib/db/runs";
import { AppError } from "@/lib/errors";
import { placeRun, requireResumed } from "./request-run";

interface Order {
  readonly caller: Caller;
  readonly registry: RegistryDefinition;
  readonly kind: "restore" | "undo";
  readonly request: RunRequest;
  readonly now: Date;
}

/**
 * Places a run that is to bring about what a person ordered, within the organization's transaction. The same order
 * given twice before it begins is one run. Throws AppError `stale` while the registry writes nothing.
 */
export function orderRun(
  db: Scoped,
  { caller, registry, kind, request, now }: Order,
): Promise<{ run: StoredRun; isNew: boolean }> {
  requireResumed(registry);
  if (registry.mode === "shadow") {
    throw new AppError("stale", "This registry is in shadow mode, which writes nothing.", {
      remedy: "Choose another mode first.",
    });
  }
  return placeRun(db, { caller, registry, input: { kind }, request, now });
}
