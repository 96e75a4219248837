// Verifies what was exported of an audit log of ChittySync, with Node alone: no network, no package.
//
//   node verify.mjs BUNDLE            a bundle, as a zip or unpacked into a folder
//   node verify.mjs FILE.ndjson --keys vkeys.txt
//
// The keys of a bundle lie in it; name those that you kept from when you trusted them with --keys. Exit code 0: every entry is as
// it was signed; 2: one is not, its place is said; 1: could not look.
import { createHash, createHmac, createPublicKey, verify as verifySignature } from "node:crypto";
import { closeSync, createReadStream, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** What is wrong, in one line; anything else that is thrown means that it could not be looked at. */
class Fault extends Error {}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const leafHash = (leaf) => sha256(Buffer.from([0]), Buffer.from(leaf));
const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right);

/** The RFC 8785 text of parsed JSON. */
function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

/** Origin, size and root of a checkpoint that one of the keys signed. */
function openCheckpoint(note, vkeys) {
  const end = note.lastIndexOf("\n\n");
  if (end < 0) throw new Fault("the checkpoint is no signed note");
  const text = note.slice(0, end + 1);
  let signer = null;
  for (const line of note.slice(end + 2).split("\n").filter(Boolean)) {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    if (name === undefined) throw new Fault("the checkpoint is no signed note");
    const bytes = Buffer.from(encoded, "base64");
    const key = vkeys.find((one) => one.name === name && one.id.equals(bytes.subarray(0, 4)));
    if (!key) continue;
    if (!verifySignature(null, Buffer.from(text), key.publicKey, bytes.subarray(4)))
      throw new Fault(`the checkpoint was changed since ${name} signed it`);
    signer = name;
  }
  if (signer === null) throw new Fault("the checkpoint is signed by none of these keys");
  const [origin, size, root, ...rest] = text.split("\n");
  if (!/^(0|[1-9]\d*)$/.test(size ?? "") || rest.join("") !== "") throw new Fault("the checkpoint cannot be read");
  return { origin, size: Number(size), root: Buffer.from(root ?? "", "base64"), signer };
}

/** https://c2sp.org/signed-note: name+hash+base64(1, Ed25519 key) */
function readKeys(text) {
  return text.split("\n").filter((line) => line.trim() !== "").map((line) => {
    const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line.trim()) ?? [];
    const bytes = Buffer.from(encoded ?? "", "base64");
    if (bytes.length !== 33 || bytes[0] !== 1) throw new Error("a line of the keys is no verifier key of Ed25519");
    const own = sha256(Buffer.from(`${name}\n`), bytes).subarray(0, 4);
    if (own.toString("hex") !== id) throw new Error("a line of the keys is no verifier key of Ed25519");
    const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), bytes.subarray(1)]);
    return { name, id: own, publicKey: createPublicKey({ key: der, format: "der", type: "spki" }) };
  });
}

/** RFC 9162, section 2.1.3.2. */
function isIncluded({ index, size, hash, proof, root }) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let [node, last, found] = [index, size - 1, hash];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      found = nodeHash(sibling, found);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else found = nodeHash(found, sibling);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && found.equals(root);
}

function parse(line, place) {
  try {
    return JSON.parse(line);
  } catch {
    throw new Fault(`${place} is no JSON`);
  }
}

/** The envelope of a leaf that says what it must: its place in its log. */
function requireEnvelope(envelope, leaf, { seq, origin }) {
  const place = `entry ${seq}`;
  if (canonical(envelope) !== leaf) throw new Fault(`${place} is not canonical JSON`);
  if (envelope.seq !== seq) throw new Fault(`${place} says that it is entry ${envelope.seq}`);
  if (!origin.includes(`/${envelope.log}/`)) throw new Fault(`${place} is of another log`);
}

function requirePayload(envelope, { salt, payload }) {
  const key = Buffer.from(String(salt), "base64");
  const committed = createHmac("sha256", key).update(canonical(payload)).digest("hex");
  if (key.length !== 32 || committed !== envelope.payload_commitment)
    throw new Fault(`the payload of entry ${envelope.seq} is not the one that its leaf commits to`);
}

/** An export of some entries: each is proven by itself; that none is left out between them is not. */
async function verifyExport(lines, vkeys) {
  let [checkpoint, entries, previous, isEnded] = [null, 0, -1, false];
  for await (const line of lines) {
    if (isEnded) throw new Fault("something follows the end of the export");
    const said = parse(line, `line ${entries + 2}`);
    if (checkpoint === null) {
      if (said.audit_export !== 1) throw new Fault("this is no export of an audit log");
      checkpoint = openCheckpoint(String(said.checkpoint), vkeys);
      continue;
    }
    if (said.end) {
      if (said.end.entries !== entries) throw new Fault(`the export says ${said.end.entries} entries and has ${entries}`);
      isEnded = true;
      continue;
    }
    const { entry, proof, payload, salt } = said;
    if (!Number.isSafeInteger(entry?.seq) || entry.seq <= previous) throw new Fault(`line ${entries + 2} is out of order`);
    const leaf = canonical(entry);
    requireEnvelope(entry, leaf, { seq: entry.seq, origin: checkpoint.origin });
    const way = proof.map((hash) => Buffer.from(hash, "base64"));
    const claim = { index: entry.seq, size: checkpoint.size, hash: leafHash(leaf), proof: way, root: checkpoint.root };
    if (!isIncluded(claim)) throw new Fault(`entry ${entry.seq} is not in the signed log`);
    if (salt !== null || payload !== null) requirePayload(entry, { salt, payload });
    previous = entry.seq;
    entries += 1;
  }
  if (!isEnded) throw new Fault("the export was cut off");
  return { ...checkpoint, entries, isWhole: false };
}

/** The whole log: the root over all leaves is the signed one, so none is missing, added or moved. */
async function verifyBundle(files, vkeys) {
  const checkpoint = openCheckpoint(files.text("checkpoint"), vkeys);
  const roots = [];
  const payloads = files.lines("payloads.ndjson")[Symbol.asyncIterator]();
  let payload = await payloads.next();
  let seq = 0;
  for await (const leaf of files.lines("entries.ndjson")) {
    const envelope = parse(leaf, `entry ${seq}`);
    requireEnvelope(envelope, leaf, { seq, origin: checkpoint.origin });
    append(roots, leafHash(leaf), seq);
    if (!payload.done) {
      const said = parse(payload.value, `the payload of entry ${seq}`);
      if (said.seq < seq) throw new Fault(`the payload of entry ${said.seq} is out of order`);
      if (said.seq === seq) {
        requirePayload(envelope, said);
        payload = await payloads.next();
      }
    }
    seq += 1;
  }
  if (!payload.done) throw new Fault("a payload is of no entry");
  if (seq !== checkpoint.size) throw new Fault(`the checkpoint is of ${checkpoint.size} entries; there are ${seq}`);
  const root = roots.length === 0 ? sha256() : roots.reduceRight((right, left) => nodeHash(left, right));
  if (!root.equals(checkpoint.root)) throw new Fault("the entries are not those that the checkpoint was signed over");
  return { ...checkpoint, entries: seq, isWhole: true };
}

/** Keeps the roots of the perfect subtrees, widest first. */
function append(roots, hash, size) {
  let merged = hash;
  for (let width = size; width % 2 === 1; width = Math.floor(width / 2)) merged = nodeHash(roots.pop(), merged);
  roots.push(merged);
}

const linesOf = (file, range) => createInterface({ input: createReadStream(file, range), crlfDelay: Infinity });

const folder = (at) => ({
  text: (name) => readFileSync(path.join(at, name), "utf8"),
  lines: (name) => linesOf(path.join(at, name)),
});

/** The members of a zip as ours is written: uncompressed, with a directory at its end. */
function zip(file) {
  const fd = openSync(file);
  const read = (at, length) => {
    const bytes = Buffer.alloc(length);
    if (readSync(fd, bytes, 0, length, at) !== length) throw new Fault("the zip was cut off");
    return bytes;
  };
  const { size } = fstatSync(fd);
  const end = read(Math.max(0, size - 22), Math.min(22, size));
  if (end.length < 22 || end.readUInt32LE(0) !== 0x06054b50) throw new Fault("the zip was cut off");
  const directory = read(end.readUInt32LE(16), end.readUInt32LE(12));
  const members = new Map();
  for (let at = 0; at < directory.length; ) {
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.toString("utf8", at + 46, at + 46 + nameLength);
    if (directory.readUInt16LE(at + 10) !== 0) throw new Error(`${name} is compressed: unpack the zip and name the folder`);
    const offset = directory.readUInt32LE(at + 42);
    const head = read(offset, 30);
    const start = offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
    members.set(name, { start, length: directory.readUInt32LE(at + 24) });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  const find = (name) => {
    const member = members.get(name);
    if (!member) throw new Fault(`the bundle has no ${name}`);
    return member;
  };
  return {
    text: (name) => read(find(name).start, find(name).length).toString("utf8"),
    lines: (name) => {
      const { start, length } = find(name);
      return length === 0 ? [] : linesOf(file, { start, end: start + length - 1 });
    },
    close: () => closeSync(fd),
  };
}

/**
 * Verifies a bundle (zip or folder) or an NDJSON export. Answers { fault } in words, or what was verified: { fault: null, origin,
 * size, entries, isWhole, signer }. `keys` is the text of verifier keys; a bundle's own are taken where it is null.
 */
export async function verifyExported(file, keys) {
  try {
    if (file.endsWith(".ndjson")) {
      if (keys === null) throw new Error("--keys names the file with the verifier keys");
      return { fault: null, ...(await verifyExport(linesOf(file), readKeys(keys))) };
    }
    const files = statSync(file).isDirectory() ? folder(file) : zip(file);
    return { fault: null, ...(await verifyBundle(files, readKeys(keys ?? files.text("vkeys.txt")))) };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.message };
    throw error;
  }
}

/** What is known now, in words. */
export const wordsOf = ({ entries, isWhole, origin, size, signer }) =>
  isWhole
    ? `all ${entries} entries are as ${signer} signed them (${origin})`
    : `${entries} entries are in the log of ${size} entries that ${signer} signed (${origin})`;

async function main([file, option, keysFile]) {
  if (file === undefined || (option !== undefined && (option !== "--keys" || keysFile === undefined)))
    throw new Error("usage: node verify.mjs BUNDLE|FILE.ndjson [--keys VKEYS]");
  const result = await verifyExported(file, keysFile === undefined ? null : readFileSync(keysFile, "utf8"));
  console.log(`${file}: ${result.fault ?? wordsOf(result)}`);
  return result.fault === null ? 0 : 2;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    },
  );
