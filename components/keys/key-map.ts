import { PLACES } from "./places";

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

/** The keys that are heard everywhere. Handlers and help read these, and those of screen-keys.ts, and nothing else. */
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

/** The line whose key this is; null = none has it. */
export function lineOf<Command>(lines: readonly KeyLine<Command>[], pressed: string): Command | null {
  const key = pressed.toLowerCase();
  return lines.find(({ keys }) => keys.includes(key))?.does(key) ?? null;
}
