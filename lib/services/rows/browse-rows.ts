import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { withRows } from "@/lib/db/row-store";
import { listRows as listStored } from "@/lib/db/rows/browse";
import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { readJson } from "../read-json";
import { requireRegistry } from "../registries/browse-registries";
import type { ListPage } from "../runs/browse-runs";
import { readableValues } from "./relation-keys";

const PAGE = 50;

export interface RowView {
  readonly id: string;
  readonly key: readonly string[];
  readonly cells: Readonly<Record<string, Value>>;
  readonly version: number;
  readonly updatedAt: string;
  /** Sides that hold the row exactly so. */
  readonly equalOn: readonly string[];
}

/** The registry's rows by key; `key` finds one row by its key's values as a JSON array. */
export async function listRows(
  caller: Caller,
  registryId: string,
  page: { readonly key: string | null; readonly cursor: string | null },
): Promise<ListPage<RowView>> {
  authorize(caller, "registry:read");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const names = new Map(registry.fields.map((field) => [field.id, field.name]));
  const { lines, readable } = await withRows(caller.organizationId, async (client) => {
    const found = await listStored(client, registry.id, {
      key: page.key && keyText(page.key),
      after: page.cursor ?? "",
      size: PAGE + 1,
    });
    const cells = found.flatMap((line) => Object.entries(line.cells));
    return { lines: found, readable: await readableValues(client, registry.fields, cells) };
  });
  const data = lines.slice(0, PAGE).map((line) => ({
    id: publicId("row", line.rowId),
    key: JSON.parse(line.key) as string[],
    cells: Object.fromEntries(
      Object.entries(line.cells).map(([id, value]) => [names.get(id) ?? id, readable(id, value)]),
    ),
    version: line.version,
    updatedAt: line.updatedAt.toISOString(),
    equalOn: line.equalOn.map((sideId) => publicId("sid", sideId)),
  }));
  const last = lines[PAGE - 1];
  return { data, nextCursor: lines.length > PAGE && last ? last.key : null };
}

/** A single value is a key of one field; an array of texts is the key as it stands. */
function keyText(key: string): string {
  if (!key.startsWith("[")) return JSON.stringify([key]);
  const parsed = readJson(key);
  if (Array.isArray(parsed) && parsed.every((part) => typeof part === "string"))
    return JSON.stringify(parsed);
  throw new AppError("invalid-input", "The key is not a JSON array of texts.", {
    paths: [{ path: "/key", message: "Not a key." }],
  });
}
