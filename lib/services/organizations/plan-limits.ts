import "server-only";
import { planOf } from "@/lib/billing/plans";
import { requireRunning } from "@/lib/billing/row-limit";
import { countConnections } from "@/lib/db/connections";
import type { Scoped } from "@/lib/db/control";
import { findOrganization, usageOf } from "@/lib/db/organizations";
import { queueNewRegistries } from "@/lib/db/registries";
import { takeTurnAt } from "@/lib/db/turns";
import { AppError } from "@/lib/errors";
import { counted } from "@/lib/format/count";
import { planOfOrganization } from "./plan-of-organization";

/**
 * As `requireRegistryRoom`; new registries of an organization take turns from here to the end of the transaction, so that
 * two at once do not both take the last place.
 */
export async function claimRegistryRoom(db: Scoped, organizationId: string): Promise<void> {
  await queueNewRegistries(db);
  await requireRegistryRoom(db, organizationId);
}

/** Throws AppError `limit-reached` where the plan's registries are used up. */
export async function requireRegistryRoom(db: Scoped, organizationId: string): Promise<void> {
  const { word, registries: limit } = await planOfOrganization(db, organizationId);
  if (limit === null) return;
  const { registries: used } = await usageOf(db);
  if (used < limit) return;
  throw new AppError(
    "limit-reached",
    `The ${word} plan has ${counted(limit, "registry", "registries")}; ${used} of ${limit} are used.`,
    { remedy: "Delete a registry that you no longer need, or choose a larger plan." },
  );
}

/** As `requireConnectionRoom`, and new connections take turns as new registries do. */
export async function claimConnectionRoom(db: Scoped, organizationId: string): Promise<void> {
  await takeTurnAt(db, "new-connection");
  await requireConnectionRoom(db, organizationId);
}

/** Throws AppError `limit-reached` where the plan's connections are used up. */
export async function requireConnectionRoom(db: Scoped, organizationId: string): Promise<void> {
  const { word, connections: limit } = await planOfOrganization(db, organizationId);
  if (limit === null) return;
  const used = await countConnections(db);
  if (used < limit) return;
  throw new AppError(
    "limit-reached",
    `The ${word} plan has ${counted(limit, "connection", "connections")}; ${used} of ${limit} are used.`,
    { remedy: "Delete a connection that nothing uses any more, or choose a larger plan." },
  );
}

/** Throws AppError `limit-reached` while the organization has had more rows than its plan holds for too long. */
export async function requireRowRoom(db: Scoped, organizationId: string, now: Date): Promise<void> {
  const organization = await findOrganization(db, organizationId);
  if (!organization) throw new AppError("not-found", "There is no such organization.");
  const { rows } = await usageOf(db);
  requireRunning(planOf(organization.plan), { rows, overSince: organization.rowsOverSince }, now);
}
