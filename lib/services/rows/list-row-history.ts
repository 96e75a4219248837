import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { findRegistry } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { type LifeLine, type LifePosition, listLife } from "@/lib/db/rows/life-line";
import { AppError } from "@/lib/errors";
import { readPosition } from "../page-cursor";
import type { ListPage } from "../runs/browse-runs";
import { requireRow } from "./find-row";
import { cellsOfLife, type LifeEventView, lifeEventView } from "./life-event-view";
import { readableValues } from "./relation-keys";

const PAGE = 50;

/** Everything that happened to a row over all its sides, the newest first. */
export async function listRowHistory(
  caller: Caller,
  id: string,
  cursor: string | null,
): Promise<ListPage<LifeEventView>> {
  authorize(caller, "registry:read");
  const after = cursor === null ? null : positionOf(cursor);
  const place = await requireRow(caller, id);
  const registry = await withOrg(caller.organizationId, (db) => findRegistry(db, place.registryId));
  if (!registry) throw new AppError("not-found", "There is no such row.");
  const { lines, readable } = await withRows(caller.organizationId, async (client) => {
    const found = await listLife(client, place, { after, size: PAGE + 1 });
    return {
      lines: found,
      readable: await readableValues(client, registry.fields, found.flatMap(cellsOfLife)),
    };
  });
  const data = lines.slice(0, PAGE).map((line) => lifeEventView(line, registry, readable));
  const last = lines[PAGE - 1];
  return { data, nextCursor: lines.length > PAGE && last ? cursorOf(last) : null };
}

const position = z.tuple([z.string().regex(/^[-+:. \d]{10,40}$/), z.string().max(20), z.uuid()]);

const cursorOf = ({ atText, kind, id }: LifeLine): string => JSON.stringify([atText, kind, id]);

function positionOf(cursor: string): LifePosition {
  const [at, kind, id] = readPosition(position, cursor);
  return { at, kind, id };
}
