/** A Notion id as dashed lower-case text, from either of the forms that Notion accepts; null if it is none. */
export function dashedId(text: string): string | null {
  const digits = text.replaceAll("-", "").toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return null;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * The stable form of a property id. Notion shows ids URL-encoded in pages and in some answers decoded;
 * an id that does not decode stays as it is.
 */
export function propertyId(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

/** The form for URLs: the official client decodes what it puts into a query and copies what it puts into a path. */
export const encodedPropertyId = (id: string): string => encodeURIComponent(id);
