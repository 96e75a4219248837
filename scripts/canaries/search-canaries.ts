/** A secret that must turn up nowhere, by the name of its kind. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/** Something that leaves the vault's hands: a table's text, a log, an answer, a file. */
export interface Place {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Search {
  readonly bytes: number;
  /** Which canary was found where, a line each; never the canary itself. */
  readonly found: readonly string[];
}

/** Looks for every canary in every place: as it is, in a URL, in JSON, in hex, in base64 wherever it begins. */
export function searchCanaries(places: readonly Place[], canaries: readonly Canary[]): Search {
  const found: string[] = [];
  let bytes = 0;
  const forms = canaries.map(({ name, value }) => ({ name, texts: formsOf(value) }));
  for (const place of places) {
    bytes += place.bytes.length;
    for (const { name, texts } of forms)
      for (const [text, form] of texts)
        if (place.bytes.includes(text)) found.push(`${name}, ${form}, in ${place.name}`);
  }
  return { bytes, found };
}

/** What a search came to, in one line. */
export const searchLine = (
  { bytes, found }: Search,
  { canaries, places }: { readonly canaries: number; readonly places: number },
): string =>
  `canaries: ${canaries} planted, ${places} places read, ${found.length} found (${(bytes / 1e6).toFixed(1)} MB)`;

/** Each form once: most secrets are the same in a URL as by themselves. */
function formsOf(value: string): ReadonlyMap<string, string> {
  const bytes = Buffer.from(value);
  const texts: [string, string][] = [
    ["as it is", value],
    ["in a URL", encodeURIComponent(value)],
    ["in JSON", JSON.stringify(value).slice(1, -1)],
    ["in hex", bytes.toString("hex")],
  ];
  // Base64 of a text that begins elsewhere looks different, and its ends depend on what is around it.
  for (const shift of [0, 1, 2]) {
    const whole = bytes.subarray(shift, shift + 3 * Math.floor((bytes.length - shift) / 3));
    texts.push(["in base64", whole.toString("base64")], ["in base64url", whole.toString("base64url")]);
  }
  const names = new Map<string, string>();
  for (const [name, text] of texts) if (!names.has(text)) names.set(text, name);
  return names;
}
