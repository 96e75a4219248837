import type { Tone } from "./registry-state";

const STATUSES: Record<string, { word: string; tone: Tone }> = {
  working: { word: "Working", tone: "good" },
  "reconnect-needed": { word: "Reconnect needed", tone: "bad" },
  "needs-key": { word: "Key needed", tone: "bad" },
  disconnected: { word: "Disconnected", tone: "calm" },
};

/** The word for a connection's status; one that works but was told of a problem has a word of its own. */
export function connectionWord(status: string, problem: string | null): { word: string; tone: Tone } {
  if (status === "working" && problem !== null) return { word: "Limited", tone: "warn" };
  return STATUSES[status] ?? { word: "Not checked", tone: "calm" };
}

/** Registries wait for such a connection until it is reconnected. */
export const hasAccessEnded = (status: string): boolean =>
  status === "reconnect-needed" || status === "disconnected";

/** What is to be done about a connection that has a problem. */
export function whatMends(status: string): string {
  if (hasAccessEnded(status)) return "Reconnect it, and what waits goes on.";
  if (status === "needs-key")
    return "Its credentials are kept. Whoever runs this installation has to enable the vault's key again; what waits then goes on by itself.";
  return "Check again for what to do.";
}

const CHECKS: Record<string, string> = {
  reachable: "Reachable:",
  tls: "Encryption:",
  authorized: "Sign-in:",
  "can-read": "Reading:",
  "can-write": "Writing:",
  "key-found": "Key:",
  "rows-seen": "Rows:",
  "not-taken": "Free to use:",
};

export const checkWord = (name: string): string => CHECKS[name] ?? name;
