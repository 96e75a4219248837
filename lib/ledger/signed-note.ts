import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** Who signs, and with what: a name without spaces and plus signs, and an Ed25519 key. */
export interface Signer {
  readonly name: string;
  readonly privateKey: KeyObject;
}

/** C2SP signed note, https://c2sp.org/signed-note: the algorithm's byte of Ed25519. */
const ED25519 = Buffer.from([1]);

/** What precedes the 32 bytes of a key in its SPKI form, https://www.rfc-editor.org/rfc/rfc8410. */
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");

const NAME = /^[^\s+]+$/u;
const SIGNATURE = /^— (\S+) (\S+)$/;

/** `text`, which ends in a new line, with its signature below: a signed note, as Go's `note.Open` reads it. */
export function signNote(text: string, { name, privateKey }: Signer): string {
  if (!text.endsWith("\n") || !NAME.test(name)) throw new Error("This cannot be made a signed note.");
  const key = rawKey(createPublicKey(privateKey));
  const signature = Buffer.concat([keyHash(name, key), sign(null, Buffer.from(text), privateKey)]);
  return `${text}\n— ${name} ${signature.toString("base64")}\n`;
}

/** The verifier key: name, hash and public key in one line. */
export function verifierKey({ name, privateKey }: Signer): string {
  const key = rawKey(createPublicKey(privateKey));
  return `${name}+${keyHash(name, key).toString("hex")}+${Buffer.concat([ED25519, key]).toString("base64")}`;
}

export type OpenedNote =
  | { readonly text: string; readonly signedBy: string; readonly fault: null }
  | { readonly text: null; readonly signedBy: null; readonly fault: string };

/**
 * The text of a note that one of these verifier keys signed, or what is wrong with it. Signatures by others are passed
 * over; a wrong one by a known key refuses the whole note. Throws for a verifier key that is none.
 */
export function openNote(note: string, verifierKeys: readonly string[]): OpenedNote {
  const known = verifierKeys.map(readVerifierKey);
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) return faulty("is no signed note");
  const text = note.slice(0, end + 1);
  let signedBy: string | null = null;
  for (const line of note.slice(end + 2, -1).split("\n")) {
    const [, name = "", encoded = ""] = SIGNATURE.exec(line) ?? [];
    const bytes = Buffer.from(encoded, "base64");
    if (bytes.length < 5 || bytes.toString("base64") !== encoded) return faulty("is no signed note");
    const key = known.find((one) => one.name === name && one.hash.equals(bytes.subarray(0, 4)));
    if (!key) continue;
    if (!verify(null, Buffer.from(text), key.publicKey, bytes.subarray(4)))
      return faulty(`was changed since ${name} signed it`);
    signedBy = name;
  }
  return signedBy === null ? faulty("is signed by none of these keys") : { text, signedBy, fault: null };
}

const faulty = (fault: string): OpenedNote => ({ text: null, signedBy: null, fault });

interface Verifier {
  readonly name: string;
  readonly hash: Buffer;
  readonly publicKey: KeyObject;
}

function readVerifierKey(text: string): Verifier {
  const [, name = "", hash = "", encoded = ""] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text) ?? [];
  const bytes = Buffer.from(encoded, "base64");
  const key = bytes.subarray(1);
  if (bytes[0] !== 1 || key.length !== 32 || keyHash(name, key).toString("hex") !== hash)
    throw new Error("This is no verifier key of Ed25519.");
  const publicKey = createPublicKey({
    key: Buffer.concat([SPKI_HEAD, key]),
    format: "der",
    type: "spki",
  });
  return { name, hash: Buffer.from(hash, "hex"), publicKey };
}

/** The 32 bytes of an Ed25519 public key. */
const rawKey = (publicKey: KeyObject): Buffer =>
  publicKey.export({ format: "der", type: "spki" }).subarray(SPKI_HEAD.length);

const keyHash = (name: string, key: Buffer): Buffer =>
  createHash("sha256")
    .update(Buffer.concat([Buffer.from(`${name}\n`), ED25519, key]))
    .digest()
    .subarray(0, 4);
