import { PLACES } from "./places";

/** What a key does in a queue of conflicts. */
export type QueueCommand =
  | { readonly kind: "side"; readonly at: number }
  | { readonly kind: "base" | "edit" | "skip" | "undo" | "open" }
  | { readonly kind: "move"; readonly by: 1 | -1 };

/** What a key does wherever nobody types. `go`: to a place, by its path. */
export type ShellCommand =
  | { readonly kind: "go"; readonly path: string }
  | { readonly kind: "new-registry" | "seek" | "palette" | "help" };

export interface KeyLine<Command> {
  /** As `KeyboardEvent.key` has them, small; `g r` = one after the other. */
  readonly keys: readonly string[];
  /** As people read them; a space parts keys. */
  readonly shown: string;
  readonly what: string;
  readonly does: (key: string) => Command;
}

/** The keys of the whole product; handlers and help read nothing else. */
export const SHELL_KEYS: readonly KeyLine<ShellCommand>[] = [
  { keys: ["?"], shown: "?", what: "Show or hide these keys", does: () => ({ kind: "help" }) },
  { keys: ["/"], shown: "/", what: "Search on this page", does: () => ({ kind: "seek" }) },
  { keys: ["n"], shown: "N", what: "New registry", does: () => ({ kind: "new-registry" }) },
  ...PLACES.map(({ letter, word, path }) => ({
    keys: [`g ${letter}`],
    shown: `G ${letter.toUpperCase()}`,
    what: `Go to ${word}`,
    does: () => ({ kind: "go" as const, path }),
  })),
];

/** With Ctrl or Cmd, also while somebody types. */
export const PALETTE_KEY = { key: "k", shown: "Ctrl K", what: "Go to anything, do anything" };

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

/** How far each key moves in a list; a list cuts it at its ends. */
export const LIST_STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

interface KeyGroup {
  readonly title: string;
  readonly lines: readonly { readonly shown: string; readonly what: string }[];
}

/** All of it, for people. */
export const KEY_GROUPS: readonly KeyGroup[] = [
  { title: "Everywhere", lines: [PALETTE_KEY, ...SHELL_KEYS] },
  {
    title: "Lists and tables",
    lines: [
      { shown: "↑ ↓ or K J", what: "Go to the row above or below" },
      { shown: "Home End", what: "Go to the first, the last row" },
      { shown: "Enter", what: "Open the row" },
    ],
  },
  { title: "Conflicts", lines: QUEUE_KEYS },
  { title: "Needs attention", lines: INBOX_KEYS },
];

/** The line whose key this is; null = none has it. */
export function lineOf<Command>(lines: readonly KeyLine<Command>[], pressed: string): Command | null {
  const key = pressed.toLowerCase();
  return lines.find(({ keys }) => keys.includes(key))?.does(key) ?? null;
}
