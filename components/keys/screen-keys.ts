import type { KeyLine } from "./key-map";

/** What a key does in a queue of conflicts. */
export type QueueCommand =
  | { readonly kind: "side"; readonly at: number }
  | { readonly kind: "base" | "edit" | "skip" | "undo" | "open" }
  | { readonly kind: "move"; readonly by: 1 | -1 };

export const QUEUE_KEYS: readonly KeyLine<QueueCommand>[] = [
  {
    keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    shown: "1 2 3 …",
    what: "Use the value of the first, second, third side",
    does: (key) => ({ kind: "side", at: Number(key) - 1 }),
  },
  { keys: ["0"], shown: "0", what: "Keep the value before", does: () => ({ kind: "base" }) },
  { keys: ["e"], shown: "E", what: "Enter another value", does: () => ({ kind: "edit" }) },
  { keys: ["s"], shown: "S", what: "Skip: leave it for later", does: () => ({ kind: "skip" }) },
  {
    keys: ["u"],
    shown: "U",
    what: "Undo the last decision, on one or on many, until a run has taken it",
    does: () => ({ kind: "undo" }),
  },
  {
    keys: ["arrowdown", "j", "arrowup", "k"],
    shown: "↑ ↓ or K J",
    what: "Go to the one above or below",
    does: (key) => ({ kind: "move", by: key === "arrowdown" || key === "j" ? 1 : -1 }),
  },
  { keys: ["enter"], shown: "Enter", what: "Open it", does: () => ({ kind: "open" }) },
];

/** What a key does in the inbox, beside those of its list and of a queue of conflicts. */
export type InboxCommand =
  | { readonly kind: "press"; readonly key: string }
  | { readonly kind: "undo" | "list" };

export const INBOX_KEYS: readonly KeyLine<InboxCommand>[] = [
  {
    keys: ["j", "k"],
    shown: "J K",
    what: "Go to the list, and in it from one to the next",
    does: () => ({ kind: "list" }),
  },
  { keys: ["escape"], shown: "Esc", what: "Back to the list", does: () => ({ kind: "list" }) },
  {
    keys: ["e"],
    shown: "E",
    what: "Enter a value for the first row",
    does: (key) => ({ kind: "press", key }),
  },
  {
    keys: ["s"],
    shown: "S",
    what: "Put the issue aside until it changes",
    does: (key) => ({ kind: "press", key }),
  },
  {
    keys: ["u"],
    shown: "U",
    what: "Take your last decision back, where it can be",
    does: () => ({ kind: "undo" }),
  },
];
