import type { Value } from "@/lib/engine/value";

/** A cell read: its canonical value, or why it has none. */
export type Decoded =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

/** A cell to be written: what is sent, and what the column then holds; or why it is refused. */
export type Encoded =
  | { readonly ok: true; readonly wire: Wire; readonly value: Value }
  | { readonly ok: false; readonly reason: string; readonly message: string };

/** Text that the column's type reads, or the members of an array. */
export type Wire = string | null | readonly (string | null)[];

/** Bytes of one cell that are read or written; longer ones are unknown, never cut. */
export const MAX_CELL_BYTES = 1024 * 1024;

export const value = (it: Value): Decoded => ({ ok: true, value: it });
export const unreadable = (reason: string): Decoded => ({ ok: false, reason });
export const refuse = (reason: string, message: string): Encoded => ({ ok: false, reason, message });
export const same = (text: string): Encoded => ({ ok: true, wire: text, value: text });

export const tooLong = (text: string): Encoded | null =>
  text.length > MAX_CELL_BYTES / 4 && Buffer.byteLength(text) > MAX_CELL_BYTES
    ? refuse("too-long", "The text is longer than 1 MB.")
    : null;

/** U+0000, or half a surrogate pair. */
export const isUnholdable = (text: string): boolean => text.includes("\u0000") || !text.isWellFormed();
