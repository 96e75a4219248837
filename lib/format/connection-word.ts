import type { Tone } from "./registry-state";

const STATUSES: Record<string, { word: string; tone: Tone }> = {
  working: { word: "Working", tone: "good" },
  "reconnect-needed": { word: "Reconnect needed", tone: "bad" },
};

export const connectionWord = (status: string): { word: string; tone: Tone } =>
  STATUSES[status] ?? { word: "Not checked", tone: "calm" };

const CHECKS: Record<string, string> = {
  reachable: "Reachable.",
  tls: "Encrypted.",
  authorized: "Authorized.",
  "can-read": "Can read.",
  "can-write": "Can write.",
};

export const checkWord = (name: string): string => CHECKS[name] ?? name;
