/** Whether a lifecycle allows less than the one before it. */
import { lifecycle } from "./lifecycle";

/** *stricter*: values that held may not hold any more. *looser*: none, and others may. *same*: neither. */
export type Turn = "stricter" | "looser" | "same";

export function lifecycleChange(was: unknown, is: unknown): Turn {
  const [old, now] = [lifecycle.safeParse(was), lifecycle.safeParse(is)];
  if (!old.success || !now.success) return "stricter";
  const [before, after] = [old.data, now.data];
  const states = Object.keys(before.transitions);
  const isNarrower =
    states.some((state) => !Object.hasOwn(after.transitions, state)) ||
    states.some((state) =>
      before.transitions[state]?.some((next) => !after.transitions[state]?.includes(next)),
    ) ||
    (after.initial !== undefined &&
      (before.initial ?? states).some((state) => !after.initial?.includes(state)));
  return isNarrower ? "stricter" : "looser";
}
