import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { settleFreedRows } from "@/lib/billing/change-plan";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { setsReadFrom } from "@/lib/db/option-sets";
import {
  changeRegistry,
  deleteRegistry as deleteStored,
  findRegistry,
  listRegistries as listStored,
  type RegistryDefinition,
  registriesPointingAt,
} from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { findOpenRun } from "@/lib/db/runs";
import { AppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import type { Action } from "@/lib/ledger/envelope";
import { type RegistryView, registryView } from "./registry-view";

/** The registry behind a public id; `not-found` for anything else, another organization's included. */
export async function requireRegistry(db: Scoped, id: string): Promise<RegistryDefinition> {
  const uuid = uuidOf("reg", id);
  const registry = uuid && (await findRegistry(db, uuid));
  if (!registry) throw new AppError("not-found", "There is no such registry.");
  return registry;
}

export async function listRegistries(caller: Caller): Promise<RegistryView[]> {
  authorize(caller, "registry:read");
  return withOrg(caller.organizationId, async (db) => (await listStored(db)).map(registryView));
}

export async function getRegistry(caller: Caller, id: string): Promise<RegistryView> {
  authorize(caller, "registry:read");
  return withOrg(caller.organizationId, async (db) => registryView(await requireRegistry(db, id)));
}

/** Changes made meanwhile stay where they are and are synced on resuming. */
export function pauseRegistry(caller: Caller, id: string, now = new Date()): Promise<RegistryView> {
  return changeNoted(caller, { id, action: "registry.paused", payload: null, now }, async (db, registry) => {
    await changeRegistry(db, registry.id, { paused: true, nextRunAt: null });
  });
}

export function resumeRegistry(caller: Caller, id: string, now = new Date()): Promise<RegistryView> {
  return changeNoted(caller, { id, action: "registry.resumed", payload: null, now }, async (db, registry) => {
    await changeRegistry(db, registry.id, {
      paused: false,
      nextRunAt: registry.schedule === "manual" ? null : now,
    });
  });
}

/** Removes the registry and what we know of its rows; the sides and the ledger keep theirs. */
export async function deleteRegistry(caller: Caller, id: string, now = new Date()): Promise<void> {
  authorize(caller, "registry:write");
  await withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, id);
    await removeRegistry(db, registry, { caller, now });
  });
  // Not before its rows are gone: what waits for room in the plan looks at what is left.
  const { organizationId } = caller;
  await withRows(organizationId, (client) => settleFreedRows(client, organizationId, now));
}

/**
 * The removal of a registry within a transaction. Throws AppError `stale` where others point into it, or a run of it is under
 * way; one that only looks, and waits for a connection, is let go with `letsGoOfWaiting`.
 */
export async function removeRegistry(
  db: Scoped,
  registry: RegistryDefinition,
  removal: { readonly caller: Caller; readonly now: Date; readonly letsGoOfWaiting?: true },
): Promise<void> {
  const { caller, now, letsGoOfWaiting } = removal;
  const pointing = await registriesPointingAt(db, registry.id);
  if (pointing.length > 0)
    throw new AppError("stale", `Relations of ${pointing.join(", ")} point into this registry.`, {
      remedy: "Delete those registries first.",
    });
  const sets = await setsReadFrom(db, registry.id);
  if (sets.length > 0)
    throw new AppError("stale", `The options of ${sets.join(", ")} are read from this registry.`, {
      remedy: "Give those option sets another source first.",
    });
  const open = await findOpenRun(db, registry.id);
  const isWaiting = open?.kind === "dry-run" && open.error?.kind === "connection-broken";
  if (open && !(letsGoOfWaiting && isWaiting))
    throw new AppError("stale", "A run of this registry is under way.", { remedy: "Wait for it to end." });
  await deleteStored(db, registry.id);
  const id = publicId("reg", registry.id);
  // The log is kept for years, and is read by names that nothing else tells any more.
  const fields = registry.fields.map((field) => ({ id: field.id, name: field.name }));
  const sides = registry.sides.map((side) => ({
    ...{ id: publicId("sid", side.id), kind: side.kind, title: side.title },
  }));
  const payload = { name: registry.name, fields, sides };
  await noted(db, caller, { id, action: "registry.deleted", payload, now });
}

interface Change {
  readonly id: string;
  readonly action: Action;
  readonly payload: unknown;
  readonly now: Date;
}

/** One change of a registry: authorised, made and noted in the ledger in one transaction. */
export async function changeNoted(
  caller: Caller,
  made: Change,
  work: (db: Scoped, registry: RegistryDefinition) => Promise<void>,
): Promise<RegistryView> {
  authorize(caller, "registry:write");
  return withOrg(caller.organizationId, async (db) => {
    await work(db, await requireRegistry(db, made.id));
    const after = await requireRegistry(db, made.id);
    await noted(db, caller, made);
    return registryView(after);
  });
}

const noted = (db: Scoped, caller: Caller, { id, action, payload, now }: Change): Promise<void> =>
  record(
    db,
    [
      {
        actor: caller.actor,
        action,
        outcome: "ok",
        target: { type: "registry", ref: id },
        source: null,
        destination: null,
        requestId: caller.requestId,
        runId: null,
        payload,
      },
    ],
    now,
  );
