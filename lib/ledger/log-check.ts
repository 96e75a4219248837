import { createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import { CompactRange, leafHash } from "./merkle";

/** An entry as the database holds it. */
export interface StoredEntry {
  readonly seq: number;
  readonly leaf: string;
  readonly leafHash: Uint8Array;
  readonly payload: string | null;
  /** Base64 of 32 bytes; gone together with an erased payload. */
  readonly salt: string | null;
  readonly action: string;
  readonly targetType: string;
  readonly targetRef: string;
  readonly runId: string | null;
  /** UTC with microseconds, `2026-11-23T10:00:00.123456`. */
  readonly recordedAt: string;
}

export interface LogFault {
  /** The first place of the log that is not as it was written. */
  readonly seq: number;
  readonly what: string;
}

/** The names in an envelope, in the order of RFC 8785. */
const NAMES =
  "action actor destination id log occurred_at outcome payload_commitment recorded_at request_id run_id seq source target v";

const SALT_BYTES = 32;

/**
 * Reads one log from its beginning and finds what does not hold together. A whole log that somebody rewrote with its
 * hashes passes: only a checkpoint that is kept elsewhere shows that.
 */
export class LogCheck {
  readonly #log: string;
  readonly #tree = new CompactRange();
  #recordedAt = "";

  constructor(log: string) {
    this.#log = log;
  }

  get size(): number {
    return this.#tree.size;
  }

  /** The Merkle root over what was taken so far, 64 hex digits. */
  get root(): string {
    return this.#tree.root().toString("hex");
  }

  /** Takes the entry that follows; null when nothing is wrong with it. No entry may follow a fault. */
  take(entry: StoredEntry): LogFault | null {
    const expected = this.#tree.size;
    if (entry.seq > expected) return { seq: expected, what: "is missing" };
    if (entry.seq < expected) return { seq: entry.seq, what: "stands in the log where it cannot" };
    const what =
      hashFault(entry) ?? leafFault(entry, this.#log) ?? payloadFault(entry) ?? this.#orderFault(entry);
    if (what) return { seq: entry.seq, what };
    this.#tree.append(entry.leafHash);
    this.#recordedAt = entry.recordedAt;
    return null;
  }

  /** After the last entry: whether the log is as long as its head says. */
  finish(headSize: number): LogFault | null {
    if (this.size < headSize)
      return { seq: this.size, what: `is missing; the head counts ${headSize} entries` };
    if (this.size > headSize)
      return { seq: headSize, what: `lies past the end; the head counts ${headSize} entries` };
    return null;
  }

  #orderFault(entry: StoredEntry): string | null {
    return entry.recordedAt < this.#recordedAt ? "was recorded before the entry that it follows" : null;
  }
}

function hashFault({ leaf, leafHash: stored }: StoredEntry): string | null {
  return leafHash(leaf).equals(stored) ? null : "has a leaf hash that is not its leaf's";
}

function leafFault(entry: StoredEntry, log: string): string | null {
  const envelope = parseObject(entry.leaf);
  if (!envelope || canonicalText(envelope) !== entry.leaf) return "has a leaf that is not canonical JSON";
  if (Object.keys(envelope).join(" ") !== NAMES)
    return "has a leaf that has not exactly the envelope's fields";
  if (envelope.v !== 1) return "has a leaf of an unknown version";
  if (envelope.log !== log) return "has a leaf of another log";
  if (envelope.seq !== entry.seq) return "has a leaf with another seq";
  if (envelope.recorded_at !== `${entry.recordedAt.slice(0, -3)}Z`) return differs("recorded_at");
  if (envelope.action !== entry.action) return differs("action");
  if (envelope.run_id !== entry.runId) return differs("run_id");
  const target = canonicalText({ type: entry.targetType, ref: entry.targetRef });
  return canonicalText(envelope.target) === target ? null : differs("target");
}

const differs = (column: string): string => `has a ${column} beside the leaf that differs from the leaf's`;

function payloadFault({ leaf, payload, salt }: StoredEntry): string | null {
  if (payload === null && salt === null) return null;
  if (payload === null || salt === null) return "has only one of payload and salt";
  const key = Buffer.from(salt, "base64");
  if (key.length !== SALT_BYTES || key.toString("base64") !== salt)
    return "has a salt that is not 32 bytes in base64";
  const commitment = createHmac("sha256", key).update(payload).digest("hex");
  if (parseObject(leaf)?.payload_commitment !== commitment)
    return "has a payload that its leaf did not commit to";
  return isCanonical(payload) ? null : "has a payload that is not canonical JSON";
}

function isCanonical(text: string): boolean {
  try {
    return canonicalText(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

/** The RFC 8785 text, or null for what has none. */
function canonicalText(value: unknown): string | null {
  try {
    return canonicalize(value) ?? null;
  } catch {
    return null;
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
