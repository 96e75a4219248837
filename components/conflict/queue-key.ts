/** What a key does in a queue of conflicts. */
export type QueueCommand =
  | { readonly kind: "side"; readonly at: number }
  | { readonly kind: "base" | "edit" | "skip" | "undo" | "open" | "help" }
  | { readonly kind: "move"; readonly by: 1 | -1 };

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const KEYS = new Map<string, QueueCommand>(
  Object.entries({
    "0": { kind: "base" },
    e: { kind: "edit" },
    s: { kind: "skip" },
    u: { kind: "undo" },
    enter: { kind: "open" },
    "?": { kind: "help" },
    j: { kind: "move", by: 1 },
    arrowdown: { kind: "move", by: 1 },
    k: { kind: "move", by: -1 },
    arrowup: { kind: "move", by: -1 },
  } satisfies Record<string, QueueCommand>),
);

/** Null = the key is not ours, or belongs to the browser. */
export function queueCommand({ key, ctrlKey, metaKey, altKey }: Pressed): QueueCommand | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (/^[1-9]$/.test(key)) return { kind: "side", at: Number(key) - 1 };
  return KEYS.get(key.toLowerCase()) ?? null;
}

/** The keys with what they do, for people. */
export const KEY_HELP: readonly (readonly [keys: string, what: string])[] = [
  ["1 2 3 …", "Use the value of the first, second, third side"],
  ["0", "Keep the value before"],
  ["E", "Enter another value"],
  ["S", "Skip: leave it for later"],
  ["U", "Undo the last decision, until a run has taken it"],
  ["↑ ↓  or  K J", "Go to the conflict above or below"],
  ["Enter", "Open the conflict"],
  ["?", "Show or hide these keys"],
];
