/** What a text holds; null where it is no JSON, so that whoever reads it refuses it as a wrong value. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
