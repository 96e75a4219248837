import { AppError } from "@/lib/errors";

/**
 * A payload's RFC 8785 text. Throws for what has none: numbers that are not finite, lone surrogates. The reference's own
 * checks for cycles, and of each character, cost a chunk of a run more than its hashes do.
 */
export function payloadText(payload: unknown): string {
  if (typeof payload === "string") return stringText(payload);
  if (typeof payload === "number" && !Number.isFinite(payload)) throw new Error(`${payload} is not allowed`);
  if (payload === null || typeof payload !== "object") return JSON.stringify(payload) ?? "null";
  if ("toJSON" in payload && typeof payload.toJSON === "function") return payloadText(payload.toJSON());
  if (Array.isArray(payload)) return `[${payload.map(payloadText).join(",")}]`;
  const members = payload as Readonly<Record<string, unknown>>;
  let text = "";
  for (const name of Object.keys(members).sort()) {
    const value = members[name];
    if (value === undefined) continue;
    text += `${text === "" ? "" : ","}${stringText(name)}:${payloadText(value)}`;
  }
  return `{${text}}`;
}

function stringText(text: string): string {
  if (!text.isWellFormed())
    throw new AppError("invalid-input", "Half of a character is not allowed in a text.");
  return JSON.stringify(text);
}
