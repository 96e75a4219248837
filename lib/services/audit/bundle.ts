import "server-only";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type EntryLine, wholeLog } from "@/lib/db/ledger-entries";
import { hashesIn, type StoredCheckpoint } from "@/lib/db/ledger-tree";
import { withRows } from "@/lib/db/row-store";
import { FANOUT, widthOf } from "@/lib/ledger/hash-tree";
import { type Member, zipOf } from "@/lib/ledger/zip";
import { listVerifierKeys } from "../people/deletion-certificates";

/** Entries read at once. */
const AT_ONCE = 1_000;

/** The whole log up to the checkpoint as a zip that is verified with nothing of ours (contract: "Audit bundle"). */
export function bundleOf(organizationId: string, checkpoint: StoredCheckpoint): AsyncIterable<Uint8Array> {
  return zipOf(membersOf(organizationId, checkpoint));
}

async function* membersOf(organizationId: string, { size, note }: StoredCheckpoint): AsyncGenerator<Member> {
  yield { path: "checkpoint", parts: [note] };
  yield { path: "vkeys.txt", parts: (await listVerifierKeys()).map((key) => `${key}\n`) };
  yield { path: "verify.mjs", parts: [await readFile(VERIFIER)] };
  const lines = (tell: (line: EntryLine) => string) => linesOf({ organizationId, size }, tell);
  yield { path: "entries.ndjson", parts: lines(({ leaf }) => `${leaf}\n`) };
  yield { path: "payloads.ndjson", parts: lines(payloadLine) };
  for (let level = 0; Math.floor(size / widthOf(level)) > 0; level += 1)
    yield* tilesOf(organizationId, level, Math.floor(size / widthOf(level)));
}

const VERIFIER = path.join(process.cwd(), "public/audit/verify.mjs");

/** An erased payload has no line. */
const payloadLine = ({ seq, salt, payload }: EntryLine): string =>
  payload === null ? "" : `{"payload":${payload},"salt":${JSON.stringify(salt)},"seq":${seq}}\n`;

async function* linesOf(
  { organizationId, size }: { readonly organizationId: string; readonly size: number },
  tell: (line: EntryLine) => string,
): AsyncGenerator<string> {
  for (let from = 0; from < size; from += AT_ONCE) {
    const range = { from, to: Math.min(from + AT_ONCE, size) };
    const lines = await withRows(organizationId, (client) => wholeLog(client, range));
    yield lines.map(tell).join("");
  }
}

/** The hashes of a level, 256 to a file, the last one partial: https://c2sp.org/tlog-tiles. */
async function* tilesOf(organizationId: string, level: number, hashes: number): AsyncGenerator<Member> {
  for (let tile = 0; tile * FANOUT < hashes; tile += 1) {
    const range = { level, from: tile * FANOUT, to: Math.min((tile + 1) * FANOUT, hashes) };
    const width = range.to - range.from;
    const partial = width < FANOUT ? `.p/${width}` : "";
    const parts = await withRows(organizationId, (client) => hashesIn(client, range));
    yield { path: `tiles/tile/${level}/${tileName(tile)}${partial}`, parts };
  }
}

/** 1234067 -> x001/x234/067 */
export function tileName(tile: number): string {
  const digits = String(tile).padStart(Math.ceil(String(tile).length / 3) * 3, "0");
  const groups = digits.match(/\d{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
}
