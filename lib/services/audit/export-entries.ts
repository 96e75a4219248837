import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { type EntryFilter, entriesInOrder } from "@/lib/db/ledger-entries";
import type { StoredCheckpoint } from "@/lib/db/ledger-tree";
import { recordRows, withRows } from "@/lib/db/row-store";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { type AuditFilter, auditFilter, hiddenFrom, storedFilter } from "./audit-filter";
import { bundleOf } from "./bundle";
import { callerEntry } from "./caller-entry";
import { signedCheckpoint } from "./checkpoint";
import { csvHead, csvLines, ndjsonEnd, ndjsonHead, ndjsonLine } from "./export-text";
import type { KnownRegistries } from "./known-registries";
import { proveEntries } from "./prove-entries";
import { readEntries } from "./read-entries";

export const exportFormat = z.enum(["ndjson", "csv", "bundle"]);
export type ExportFormat = z.output<typeof exportFormat>;

/** A file that is made while it is read. */
export interface ExportedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly parts: AsyncIterable<string | Uint8Array>;
}

const MEDIA: Readonly<Record<ExportFormat, { readonly mediaType: string; readonly ending: string }>> = {
  ndjson: { mediaType: "application/x-ndjson", ending: "ndjson" },
  csv: { mediaType: "text/csv; charset=utf-8", ending: "csv" },
  bundle: { mediaType: "application/zip", ending: "zip" },
};

/** Entries read at once: with their proofs a few MB. */
const AT_ONCE = 500;

/**
 * The entries that fit the filter, from the first to the export's own, as a file that is read a part at a time. The export is
 * an entry before the first byte leaves. A bundle is the whole log, so it takes no filter and only who may see every entry.
 */
export async function exportEntries(
  caller: Caller,
  { format, filter }: { readonly format: ExportFormat; readonly filter: AuditFilter },
  now = new Date(),
): Promise<ExportedFile> {
  authorize(caller, "audit:read");
  if (format === "bundle") requireWhole(caller, filter);
  const { organizationId } = caller;
  const stored = await withRows(organizationId, (client) => storedFilter(client, caller, filter));
  await noteExport(caller, { format, filter, now });
  const checkpoint = await withRows(organizationId, (client) => signedCheckpoint(client));
  if (format === "bundle" && checkpoint.size > MOST_IN_BUNDLE) throw tooLong(checkpoint.size);
  const what = { organizationId, stored, filter, checkpoint };
  const { mediaType, ending } = MEDIA[format];
  const name = `audit-${now.toISOString().slice(0, 10)}-${checkpoint.size}.${ending}`;
  return { name, mediaType, parts: PARTS[format](what) };
}

/** A zip without its 64-bit extension ends at 4 GiB; an entry with its payload and tiles is about 1.5 KB. */
const MOST_IN_BUNDLE = 1_500_000;

const tooLong = (size: number): AppError =>
  new AppError("limit-reached", `The log has ${size} entries; a bundle holds at most ${MOST_IN_BUNDLE}.`, {
    remedy: "Export it as NDJSON, by time range: each file is verified by itself.",
  });

export interface Exported {
  readonly organizationId: string;
  readonly stored: EntryFilter;
  readonly filter: AuditFilter;
  readonly checkpoint: StoredCheckpoint;
}

const PARTS: Readonly<Record<ExportFormat, (what: Exported) => AsyncIterable<string | Uint8Array>>> = {
  ndjson: ndjsonParts,
  csv: csvParts,
  bundle: ({ organizationId, checkpoint }) => bundleOf(organizationId, checkpoint),
};

async function* ndjsonParts(what: Exported): AsyncGenerator<string> {
  yield ndjsonHead(what.filter, what.checkpoint);
  let entries = 0;
  for await (const { lines, proven } of batches(what)) {
    const told = lines.flatMap((line) => {
      const found = proven.get(line.seq);
      return found ? ndjsonLine(line, found) : [];
    });
    entries += told.length;
    yield told.join("");
  }
  yield ndjsonEnd(entries);
}

async function* csvParts(what: Exported): AsyncGenerator<string> {
  yield csvHead();
  const registries: KnownRegistries = new Map();
  for await (const { lines, proven } of batches(what)) {
    const views = await readEntries(what.organizationId, { lines, proven, registries });
    yield views.map((view, at) => csvLines(view, lines[at]?.leafHash ?? Buffer.alloc(0))).join("");
  }
}

/** Each batch in a transaction of its own: a slow reader holds none open. */
async function* batches({ organizationId, stored, checkpoint }: Exported) {
  let from = 0;
  for (;;) {
    const batch = await withRows(organizationId, async (client) => {
      const lines = await entriesInOrder(client, stored, { from, to: checkpoint.size, size: AT_ONCE });
      return { lines, proven: await proveEntries(client, lines, checkpoint) };
    });
    const last = batch.lines.at(-1);
    if (!last) return;
    yield batch;
    from = last.seq + 1;
  }
}

function requireWhole(caller: Caller, filter: AuditFilter): void {
  if (hiddenFrom(caller).length > 0)
    throw new AppError("forbidden", "A bundle is the whole log, and you may not see all of its entries.", {
      remedy:
        "Ask an owner or admin for it, or export what you see as NDJSON, which is verified in the same way.",
    });
  const asked = Object.keys(auditFilter).find((name) => filter[name as keyof AuditFilter] !== null);
  if (asked === undefined) return;
  throw new AppError("invalid-input", "A bundle is the whole log: it takes no filter.", {
    paths: [{ path: `/${asked}`, message: "Not with a bundle." }],
    remedy: "Export what the filter selects as NDJSON.",
  });
}

/** A key that was looked for is a cell's value, so it stands in the payload alone, as every value does. */
async function noteExport(
  caller: Caller,
  {
    format,
    filter,
    now,
  }: { readonly format: ExportFormat; readonly filter: AuditFilter; readonly now: Date },
): Promise<void> {
  const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null));
  const target = { type: "organization", ref: publicId("org", caller.organizationId) };
  const entry = callerEntry(caller, { action: "audit.exported", target, payload: { format, filter: asked } });
  await withRows(caller.organizationId, (client) => recordRows(client, [entry], now));
}
