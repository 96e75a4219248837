import { PALETTE_KEY, SHELL_KEYS } from "./key-map";
import { INBOX_KEYS, QUEUE_KEYS } from "./screen-keys";

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
