/** The states that a field goes through, and which may follow which. */
import { z } from "zod";
import type { Value } from "@/lib/engine/value";
import { listed } from "./fault-message";

const MAX_STATES = 200;

const stateName = z.string().min(1).max(200);

/** `x-lifecycle` of a property. Every state is a key of `transitions`; one that nothing follows has an empty list. */
export const lifecycle = z.strictObject({
  /** The states in which a value may begin; any if left out. */
  initial: z.array(stateName).min(1).max(MAX_STATES).optional(),
  transitions: z.record(stateName, z.array(stateName).max(MAX_STATES)),
});

export type Lifecycle = z.infer<typeof lifecycle>;

/** What is wrong with a lifecycle that has the right form: where in it, and why. */
export interface LifecycleProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** `members`: the values that the property's `enum` allows, if it has one. */
export function lifecycleProblems(
  { initial = [], transitions }: Lifecycle,
  members: readonly unknown[] | null,
): LifecycleProblem[] {
  const states = Object.keys(transitions);
  if (states.length === 0 || states.length > MAX_STATES)
    return [{ path: ["transitions"], message: `A lifecycle has 1 to ${MAX_STATES} states.` }];
  const unknownAt = (path: readonly string[], names: readonly string[]): LifecycleProblem[] =>
    names.flatMap((name, at) =>
      Object.hasOwn(transitions, name)
        ? []
        : [
            {
              path: [...path, String(at)],
              message: `"${name}" is no state: give it an entry in transitions.`,
            },
          ],
    );
  const unreachable = states.filter((state) => members !== null && !members.includes(state));
  return [
    ...unknownAt(["initial"], initial),
    ...states.flatMap((state) => unknownAt(["transitions", state], transitions[state] ?? [])),
    ...unreachable.map((state) => ({
      path: ["transitions", state],
      message: `"${state}" is not among the values that enum allows.`,
    })),
  ];
}

/**
 * What a change of state breaks, as the end of a sentence that begins with the field's name; null if nothing.
 * `before`: the value as last agreed; null where there was none, undefined where it is not known.
 */
export function lifecycleBreach(
  { initial, transitions }: Lifecycle,
  { before, after }: { readonly before: Value | undefined; readonly after: Value },
): string | null {
  if (after === null) return null;
  const states = Object.keys(transitions);
  if (typeof after !== "string" || !Object.hasOwn(transitions, after))
    return `must be one of its states: ${listed(states)}.`;
  if (before === after) return null;
  if (before === null) {
    if (initial === undefined || initial.includes(after)) return null;
    return `must begin as ${initial.join(" or ")}, not as ${after}.`;
  }
  // Not known, or a state from before the lifecycle: there is no telling what may follow it.
  if (typeof before !== "string" || !Object.hasOwn(transitions, before)) return null;
  const next = transitions[before] ?? [];
  if (next.includes(after)) return null;
  const allowed = next.length === 0 ? "nothing may follow it" : `allowed: ${next.join(", ")}`;
  return `may not go from ${before} to ${after}; ${allowed}.`;
}
