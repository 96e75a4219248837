import { createHmac, randomBytes } from "node:crypto";
import { linesOf, looksDrawn, passwordIn, SHORTEST, secretsIn } from "./secrets-in";

const MOST_KEPT = 10_000;
const FILTER_BITS = 20;

/** One form of a secret as it can stand in a text. */
interface Form {
  readonly end: number;
  readonly length: number;
  readonly digest: string;
}

/**
 * Secrets that this process has had in hand, to find them in what leaves it. No secret is kept: of each form a keyed
 * hash, its length, and a hash of how it ends, which is all that a text has to be compared with at most places. Ends,
 * because tokens of one kind begin alike.
 */
export class KnownSecrets {
  readonly #key = randomBytes(32);
  /** By the hash of the last eight characters and the length: the digests. */
  readonly #ends = new Map<number, Map<number, Set<string>>>();
  /** The forms of each secret, the oldest first. */
  readonly #kept = new Map<string, readonly Form[]>();
  /** One bit per hash of a form's last four characters: at nearly all places of a text it says no. */
  readonly #filter = new Uint8Array(1 << (FILTER_BITS - 3));

  constructor(private readonly most = MOST_KEPT) {}

  /** A secret, and those of its parts that are to be found by themselves. */
  remember(secret: string, parts: readonly string[] = []): void {
    const name = this.#digest(secret);
    if (this.#kept.has(name)) return;
    const forms = [...formsOf(secret, parts)].map((text) => {
      this.#mark(text.slice(-4));
      return { end: endHash(text, text.length), length: text.length, digest: this.#digest(text) };
    });
    for (const { end, length, digest } of forms) {
      const lengths = this.#ends.get(end) ?? new Map<number, Set<string>>();
      this.#ends.set(end, lengths.set(length, (lengths.get(length) ?? new Set()).add(digest)));
    }
    this.#kept.set(name, forms);
    if (this.#kept.size > this.most) this.#forgetOldest();
  }

  /** The text with every known secret in it replaced; where two overlap, both as a whole. */
  hide(text: string): string {
    if (this.#kept.size === 0) return text;
    const found: { start: number; end: number }[] = [];
    const filter = this.#filter;
    let four = 0;
    for (let at = 0; at < text.length; at += 1) {
      four = (four << 8) | (text.charCodeAt(at) & 0xff);
      const bit = bitOf(four);
      if (((filter[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0 || at < SHORTEST - 1) continue;
      const length = this.#lengthBefore(text, at + 1);
      if (length > 0) found.push({ start: at + 1 - length, end: at + 1 });
    }
    return found.length === 0 ? text : without(text, found);
  }

  /** How long the longest known secret is that ends here; 0: none does. */
  #lengthBefore(text: string, end: number): number {
    let longest = 0;
    for (const [length, digests] of this.#ends.get(endHash(text, end)) ?? [])
      if (length > longest && length <= end && digests.has(this.#digest(text.slice(end - length, end))))
        longest = length;
    return longest;
  }

  #forgetOldest(): void {
    const [oldest] = this.#kept;
    if (!oldest) return;
    const [name, forms] = oldest;
    this.#kept.delete(name);
    for (const { end, length, digest } of forms) {
      const lengths = this.#ends.get(end);
      lengths?.get(length)?.delete(digest);
      if (lengths?.get(length)?.size === 0) lengths.delete(length);
      if (lengths?.size === 0) this.#ends.delete(end);
    }
  }

  #mark(lastFour: string): void {
    const bit = bitOf(packed(lastFour));
    this.#filter[bit >> 3] = (this.#filter[bit >> 3] ?? 0) | (1 << (bit & 7));
  }

  #digest(text: string): string {
    return createHmac("sha256", this.#key).update(text).digest("base64");
  }
}

/** The text with these stretches, sorted by their ends, replaced. */
function without(
  text: string,
  stretches: readonly { readonly start: number; readonly end: number }[],
): string {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of stretches) {
    let from = start;
    for (let last = merged.at(-1); last && last.end > from; last = merged.at(-1)) {
      from = Math.min(from, last.start);
      merged.pop();
    }
    merged.push({ start: from, end });
  }
  let [hidden, at] = ["", 0];
  for (const { start, end } of merged) {
    hidden += `${text.slice(at, start)}***`;
    at = end;
  }
  return hidden + text.slice(at);
}

/** As it is, in a URL, in JSON, in base64 (as a header has it), and its parts. */
function formsOf(secret: string, parts: readonly string[]): ReadonlySet<string> {
  const forms = [
    secret,
    ...parts,
    inUrl(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("base64url"),
  ];
  return new Set(forms.filter((form) => form.length >= SHORTEST));
}

/** Half a pair of surrogates has no form in a URL. */
function inUrl(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret;
  }
}

/** A hash of the eight characters before `end`. */
function endHash(text: string, end: number): number {
  let hash = 0;
  for (let at = end - SHORTEST; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** Four characters in one number, by their lower bytes. */
function packed(four: string): number {
  let number = 0;
  for (let at = 0; at < 4; at += 1) number = (number << 8) | (four.charCodeAt(at) & 0xff);
  return number;
}

const bitOf = (four: number): number => Math.imul(four, 0x9e3779b1) >>> (32 - FILTER_BITS);

/** Whose secrets they are: each whole displaces its own only, so what many can make does not push the rest out. */
type Whose = "installation" | "customers" | "tokens";

// One per process: a server's parts are bundled by themselves, each with modules of its own.
const shared = globalThis as unknown as { chittysyncSecrets?: Record<Whose, KnownSecrets> };

const known = (): Record<Whose, KnownSecrets> => {
  shared.chittysyncSecrets ??= {
    installation: new KnownSecrets(),
    customers: new KnownSecrets(),
    tokens: new KnownSecrets(),
  };
  return shared.chittysyncSecrets;
};

/** A secret of the installation itself, whatever it looks like. */
export const rememberSecret = (secret: string): void => {
  if (secret.length >= SHORTEST) known().installation.remember(secret, linesOf(secret));
};

/** What people and programs present: only what no text of ours can hold, for anybody can present anything. */
export const rememberToken = (token: string): void => {
  if (token.length >= SHORTEST) known().tokens.remember(token);
};

/** The text without any secret that this process has had in hand. */
export const hideKnown = (text: string): string =>
  Object.values(known()).reduce((left, secrets) => secrets.hide(left), text);

/**
 * Every secret in a customer's credentials that looks drawn by chance; of an address its password. The others are hidden
 * in what their own connection throws (lib/reach/hide-own-secrets.ts).
 */
export function rememberCredentials(value: unknown, field = ""): void {
  for (const secret of secretsIn(value, field))
    if (looksDrawn(secret)) known().customers.remember(secret, linesOf(secret).filter(looksDrawn));
}

/** Variables whose names say that they are secret; those of the vault name files and keys of a service. */
const SECRET_NAME = /(SECRET|PASSWORD|TOKEN|_KEY)$/;
const NO_SECRET = /^VAULT_/;

/** The secrets of an environment: by the variables' names, and the passwords in addresses. */
export function rememberEnvironment(environment: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(environment)) {
    if (!value || NO_SECRET.test(name)) continue;
    if (SECRET_NAME.test(name)) rememberSecret(value);
    else for (const password of passwordIn(value) ?? []) rememberSecret(password);
  }
}
