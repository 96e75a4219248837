import type { EntryLine } from "@/lib/db/ledger-entries";

export type Payload = Readonly<Record<string, unknown>>;

/** What an entry says beside its envelope; empty once it was erased. */
export const payloadOf = ({ payload }: Pick<EntryLine, "payload">): Payload => {
  const value: unknown = payload === null ? null : JSON.parse(payload);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Payload) : {};
};
