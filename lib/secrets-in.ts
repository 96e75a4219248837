/** Shorter than this, a secret would hide ordinary words. */
export const SHORTEST = 8;

/** What a log may print line by line: a key in PEM. */
export const linesOf = (secret: string): readonly string[] =>
  secret.includes("\n") ? secret.split("\n").filter(isSecretLine) : [];

const isSecretLine = (line: string): boolean => line.length >= SHORTEST && !line.startsWith("-----");

/** Between letter and digit, and to a capital that begins no word. */
const CHANGE = /(?<=[A-Za-z])\d|(?<=\d)[A-Za-z]|(?<=[a-z])[A-Z](?![a-z])/g;
const FEWEST_CHANGES = 3;

/**
 * Whether a text changes between kinds of characters as nothing does that a person writes, and has no spaces. Whatever else
 * a customer names as a password may be a word of ours ("connection"), and hidden everywhere it would make holes in
 * everybody's texts.
 */
export function looksDrawn(secret: string): boolean {
  const body = linesOf(secret).join("") || secret;
  return !/\s/.test(body) && (body.match(CHANGE)?.length ?? 0) >= FEWEST_CHANGES;
}

/** What stands beside secrets in a connection's form, or in what waits for its person's word: it may be shown. */
const PLAIN_FIELDS = new Set([
  ...["host", "port", "database", "user", "client_email", "tls", "ca", "email", "scope", "scopes"],
  ...["tried", "label", "by"],
]);

/** The secrets in a connection's credentials, as they can be found in a text. */
export function secretsIn(value: unknown, field = ""): readonly string[] {
  if (PLAIN_FIELDS.has(field)) return [];
  if (typeof value === "string")
    return (passwordIn(value) ?? [value]).filter((secret) => secret.length >= SHORTEST);
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, item]) => secretsIn(item, name))
    : [];
}

/** The password of an address as it is written and as it is meant; null for what is no address. */
export function passwordIn(text: string): readonly string[] | null {
  const written = /^[a-z][a-z0-9+.-]*:\/\/[^/?#:]*:(.*)@/i.exec(text)?.[1];
  if (written === undefined) return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? [] : null;
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
