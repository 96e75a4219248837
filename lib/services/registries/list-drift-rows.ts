import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { withRows } from "@/lib/db/row-store";
import { type DriftRow, listDriftRows as listStored } from "@/lib/db/rows/drift-rows";
import { publicId } from "@/lib/ids";
import { readPosition } from "../page-cursor";
import type { ListPage } from "../runs/browse-runs";
import { requireRegistry } from "./browse-registries";

export interface DriftRowView {
  readonly side: string;
  readonly found: DriftRow["found"];
  readonly rowId: string | null;
  /** Null for an extra record that has none. */
  readonly key: readonly string[] | null;
  /** The side's own id of an extra record. */
  readonly record: string | null;
  /** An open issue or conflict says why. */
  readonly waits: boolean;
}

const PAGE = 50;

/** What the last drift check found that is not as it should be: the first of each kind on each side. */
export async function listDriftRows(
  caller: Caller,
  registryId: string,
  cursor: string | null,
): Promise<ListPage<DriftRowView>> {
  authorize(caller, "registry:read");
  const after = cursor === null ? null : positionOf(cursor);
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const lines = await withRows(caller.organizationId, (client) =>
    listStored(client, registry.id, { after, size: PAGE + 1 }),
  );
  const last = lines[PAGE - 1];
  const more = lines.length > PAGE && last;
  return {
    data: lines.slice(0, PAGE).map(rowView),
    nextCursor: more ? JSON.stringify([last.sideId, last.found, last.ordinal]) : null,
  };
}

const rowView = ({ sideId, found, rowId, key, locator, waits }: DriftRow): DriftRowView => ({
  side: publicId("sid", sideId),
  found,
  rowId: rowId && publicId("row", rowId),
  key: key === null ? null : (JSON.parse(key) as string[]),
  record: locator,
  waits,
});

const position = z.tuple([z.uuid(), z.enum(["different", "missing", "unread", "extra"]), z.int()]);

function positionOf(cursor: string) {
  const [sideId, found, ordinal] = readPosition(position, cursor);
  return { sideId, found, ordinal };
}
