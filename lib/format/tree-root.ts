type Bytes = Uint8Array<ArrayBuffer>;

const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

const joined = (prefix: number, ...parts: readonly Uint8Array[]): Bytes =>
  new Uint8Array([prefix, ...parts.flatMap((part) => [...part])]);

/** The root of the lines' Merkle tree (RFC 6962, section 2.1) in hex, worked out by the browser itself. */
export async function treeRoot(lines: readonly string[]): Promise<string> {
  const leaves = await Promise.all(lines.map((line) => sha256(joined(0, new TextEncoder().encode(line)))));
  const root = await rootOf(leaves);
  return [...root].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function rootOf(hashes: readonly Bytes[]): Promise<Bytes> {
  const [only] = hashes;
  if (hashes.length === 0 || only === undefined) return sha256(new Uint8Array());
  if (hashes.length === 1) return only;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  const [left, right] = await Promise.all([rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split))]);
  return sha256(joined(1, left, right));
}
