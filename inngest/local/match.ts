import { durationMs } from "./durations";
import { holds } from "./expression";
import type { FunctionConfig } from "./function-config";
import type { EventPayload } from "./store";

/** `shop/*` and `shop.*` stand for every name that begins so; anything else for itself. */
const nameMatches = (pattern: string, name: string): boolean =>
  pattern === name || (/[/.]\*$/.test(pattern) && name.startsWith(pattern.slice(0, -1)));

/** Whether `event` starts the function: one of its triggers names it and that trigger's expression holds. */
export const startsOn = (fn: FunctionConfig, event: EventPayload): boolean =>
  fn.triggers.some(
    (trigger) =>
      "event" in trigger && nameMatches(trigger.event, event.name) && holds(trigger.expression, { event }),
  );

/** Whether a step that waits with condition `condition` in a run started by `source` is answered by `incoming`. */
export const answersWait = (
  condition: string | null,
  source: EventPayload | undefined,
  incoming: EventPayload,
): boolean => holds(condition ?? undefined, { event: source, async: incoming });

/** The cancelOn entries that name this event. */
export const cancelRulesFor = (fn: FunctionConfig, event: EventPayload) =>
  (fn.cancel ?? []).filter((rule) => nameMatches(rule.event, event.name));

/** Whether a cancelOn rule ends a run that began with `source` `ageMs` ago. */
export function cancels(
  rule: { readonly if?: string | undefined; readonly timeout?: string | undefined },
  run: { readonly source: EventPayload | undefined; readonly ageMs: number },
  incoming: EventPayload,
): boolean {
  if (rule.timeout !== undefined) {
    const window = durationMs(rule.timeout);
    const closed = window === null ? incoming.ts > Date.parse(rule.timeout) : run.ageMs > window;
    if (closed) return false;
  }
  return holds(rule.if, { event: run.source, async: incoming });
}
