/** An escaped surrogate somewhere: the text may hold half a pair, which RFC 8785 cannot sign. */
const SURROGATE = /\\u[dD][89a-fA-F]/;

/** JSON.parse; half surrogate pairs in values become U+FFFD, as the real server makes them. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  if (!SURROGATE.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === "string" ? Buffer.from(value).toString() : value,
  );
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
