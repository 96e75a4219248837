import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { type Scoped, withOrg } from "@/lib/db/control";
import { findRegistry, type RegistryDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import {
  type ConflictLine,
  type ConflictPosition,
  countOpenConflicts as countStored,
  findConflict,
  listConflicts as listStored,
} from "@/lib/db/rows/browse-conflicts";
import { AppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import { readPosition } from "../page-cursor";
import { requireRegistry } from "../registries/browse-registries";
import { fieldOf } from "../registries/settings-of-input";
import { readableValues } from "../rows/relation-keys";
import type { ListPage } from "../runs/browse-runs";
import { type ConflictView, conflictView, valuesOf } from "./conflict-view";

const PAGE = 50;

export interface ConflictQuery {
  readonly cursor: string | null;
  /** By name or id; left out: all. */
  readonly field?: string | undefined;
  readonly state?: "open" | "resolved" | undefined;
}

/** Conflicts with every value, those that wait for a person first. */
export async function listConflicts(
  caller: Caller,
  registryId: string,
  { cursor, field, state }: ConflictQuery,
): Promise<ListPage<ConflictView>> {
  authorize(caller, "registry:read");
  const after = cursor === null ? null : positionOf(cursor);
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const page = {
    after,
    size: PAGE + 1,
    field: field === undefined ? null : fieldOf(field, registry, "/field").id,
    resolved: state === undefined ? null : state === "resolved",
  };
  const { lines, readable } = await withRows(caller.organizationId, async (client) => {
    const found = await listStored(client, registry.id, page);
    return { lines: found, readable: await readableValues(client, registry.fields, found.flatMap(valuesOf)) };
  });
  const data = lines.slice(0, PAGE).map((line) => conflictView(line, { caller, registry, readable }));
  const last = lines[PAGE - 1];
  return { data, nextCursor: lines.length > PAGE && last ? cursorOf(last) : null };
}

/** One conflict; `not-found` for anything else, another organization's included. */
export async function getConflict(caller: Caller, id: string): Promise<ConflictView> {
  authorize(caller, "registry:read");
  const { line, registry } = await requireConflict(caller, id);
  const readable = await withRows(caller.organizationId, (client) =>
    readableValues(client, registry.fields, valuesOf(line)),
  );
  return conflictView(line, { caller, registry, readable });
}

/** The conflict behind a public id, with its registry. */
export async function requireConflict(
  caller: Caller,
  id: string,
): Promise<{ readonly line: ConflictLine; readonly registry: RegistryDefinition }> {
  const uuid = uuidOf("cnf", id);
  const line = uuid && (await withRows(caller.organizationId, (client) => findConflict(client, uuid)));
  const registry =
    line && (await withOrg(caller.organizationId, (db: Scoped) => findRegistry(db, line.registryId)));
  if (!line || !registry)
    throw new AppError("not-found", "There is no such conflict.", {
      remedy:
        "Its values may have changed since, which makes it another one: look at the registry's conflicts.",
    });
  return { line, registry };
}

/** Conflicts of one field that nobody has decided on. */
export interface OpenConflictsView {
  readonly field: string;
  readonly open: number;
  /** Of these, those in which each side has a value, by side. */
  readonly bySide: Readonly<Record<string, number>>;
}

export async function countOpenConflicts(caller: Caller, registryId: string): Promise<OpenConflictsView[]> {
  authorize(caller, "registry:read");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const names = new Map(registry.fields.map((field) => [field.id, field.name]));
  const counts = await withRows(caller.organizationId, (client) => countStored(client, registry.id));
  return counts.map(({ field, open, bySide }) => ({
    field: names.get(field) ?? field,
    open,
    bySide: Object.fromEntries(Object.entries(bySide).map(([side, held]) => [publicId("sid", side), held])),
  }));
}

const position = z.tuple([z.boolean(), z.string().regex(/^[-+:. \d]{10,40}$/), z.uuid()]);

const cursorOf = ({ resolved, atText, id }: ConflictLine): string => JSON.stringify([resolved, atText, id]);

function positionOf(cursor: string): ConflictPosition {
  const [resolved, at, id] = readPosition(position, cursor);
  return { resolved, at, id };
}
