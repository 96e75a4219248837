import "server-only";
import { type Resolver, resolver } from "./control";

/** Look-ups before the organization is known, each one function of the schema `resolve`. */

export interface KeyHolder {
  readonly organizationId: string;
  readonly id: string;
  readonly scopes: readonly string[];
  readonly personId: string | null;
  readonly role: string | null;
  /** CIDR ranges that the key may be used from; none: from anywhere. */
  readonly addresses: readonly string[];
  readonly lastUsedAt: Date | null;
  /** Its organization is being deleted. */
  readonly isClosing: boolean;
}

export async function findKeyHolder(hash: string): Promise<KeyHolder | null> {
  const rows = await resolver().$queryRaw<KeyHolder[]>`
    select organization_id as "organizationId", id, scopes, person_id as "personId", role, addresses,
           last_used_at as "lastUsedAt", is_closing as "isClosing" from resolve.api_key(${hash})`;
  return rows[0] ?? null;
}

export interface SignedIn {
  readonly personId: string;
  readonly email: string;
  readonly name: string;
  readonly expiresAt: Date;
  readonly seenAt: Date;
  readonly openedAt: Date;
  /** The organization's provider that opened the session, and whose it is; null: a way that belongs to none. */
  readonly providerId: string | null;
  readonly providerOrganizationId: string | null;
}

export async function findSession(tokenHash: string): Promise<SignedIn | null> {
  const rows = await resolver().$queryRaw<SignedIn[]>`
    select person_id as "personId", email, name, expires_at as "expiresAt", seen_at as "seenAt", opened_at as "openedAt",
           provider_id as "providerId", provider_organization_id as "providerOrganizationId"
      from resolve.session(${tokenHash})`;
  return rows[0] ?? null;
}

export async function openSessionRow(
  tokenHash: string,
  personId: string,
  { expiresAt, providerId }: { readonly expiresAt: Date; readonly providerId: string | null },
): Promise<void> {
  await resolver()
    .$executeRaw`select resolve.open_session(${tokenHash}, ${personId}::uuid, ${expiresAt}, ${providerId}::uuid)`;
}

export async function closeSessionRow(tokenHash: string): Promise<void> {
  await resolver().$executeRaw`select resolve.close_session(${tokenHash})`;
}

/** The person with this address; made if there is none. */
export async function personWithEmail(id: string, email: string, name: string): Promise<string> {
  const rows = await resolver().$queryRaw<
    { person: string }[]
  >`select resolve.person(${id}::uuid, ${email}, ${name}) as person`;
  return rows[0]?.person ?? id;
}

export interface Membership {
  readonly organizationId: string;
  readonly name: string;
  readonly plan: string;
  readonly role: string;
  /** It is being deleted. */
  readonly isClosing: boolean;
  /** The identity providers by one of which members must come; none: they may come by any way. */
  readonly requiredProviders: readonly string[];
  /** May come by any way all the same. */
  readonly isBreakGlass: boolean;
}

/** The organizations of a person, those that are being deleted last; within a transaction, as it sees them. */
export const membershipsOf = (
  personId: string,
  db: Pick<Resolver, "$queryRaw"> = resolver(),
): Promise<Membership[]> => db.$queryRaw<Membership[]>`
  select organization_id as "organizationId", name, plan, role, is_closing as "isClosing",
         required_provider_ids as "requiredProviders", is_break_glass as "isBreakGlass"
    from resolve.memberships_of(${personId}::uuid)`;

export interface DueRegistry {
  readonly organizationId: string;
  readonly registryId: string;
  readonly tick: Date;
}

export const dueRegistries = (now: Date, limit: number): Promise<DueRegistry[]> => resolver().$queryRaw<
  DueRegistry[]
>`
  select organization_id as "organizationId", registry_id as "registryId", tick from resolve.due_registries(${now}, ${limit}::int)`;

/** Registries that nobody has compared as a whole for a day, those that have waited longest for a run first. */
export const dueDriftChecks = (now: Date, limit: number): Promise<Omit<DueRegistry, "tick">[]> => resolver()
  .$queryRaw<Omit<DueRegistry, "tick">[]>`
  select organization_id as "organizationId", registry_id as "registryId" from resolve.due_drift_checks(${now}, ${limit}::int)`;

export interface StrandedRun {
  readonly organizationId: string;
  readonly runId: string;
  readonly touchedAt: Date;
}

/** Runs that nobody has moved on since `before`. */
export const strandedRuns = (before: Date, limit: number): Promise<StrandedRun[]> => resolver().$queryRaw<
  StrandedRun[]
>`
  select organization_id as "organizationId", run_id as "runId", touched_at as "touchedAt" from resolve.stranded_runs(${before}, ${limit}::int)`;

export interface ExpiredRun {
  readonly organizationId: string;
  readonly runId: string;
}

/** Held plans that nobody decided on in time. */
export const expiredRuns = (now: Date, limit: number): Promise<ExpiredRun[]> => resolver().$queryRaw<
  ExpiredRun[]
>`
  select organization_id as "organizationId", run_id as "runId" from resolve.expired_runs(${now}, ${limit}::int)`;

/** Organizations that hold answers for repetition from before then. */
export async function organizationsWithOldAnswers(before: Date, limit: number): Promise<string[]> {
  const rows = await resolver().$queryRaw<{ organizationId: string }[]>`
    select organization_id as "organizationId" from resolve.organizations_with_old_answers(${before}, ${limit}::int)`;
  return rows.map(({ organizationId }) => organizationId);
}

/** Organizations whose counts of what moved are old enough to be put together, or to be forgotten. */
export async function organizationsWithOldFlow(
  { before, forgotten }: { readonly before: Date; readonly forgotten: Date },
  limit: number,
): Promise<string[]> {
  const rows = await resolver().$queryRaw<{ organizationId: string }[]>`
    select organization_id as "organizationId"
      from resolve.organizations_with_old_flow(${before}, ${forgotten}, ${limit}::int)`;
  return rows.map(({ organizationId }) => organizationId);
}

/** Organizations whose grace is over, the longest over first. */
export async function organizationsToPurge(now: Date, limit: number): Promise<string[]> {
  const rows = await resolver().$queryRaw<{ organizationId: string }[]>`
    select organization_id as "organizationId" from resolve.organizations_to_purge(${now}, ${limit}::int)`;
  return rows.map(({ organizationId }) => organizationId);
}

export interface NamedPerson {
  readonly personId: string;
  readonly name: string;
}

/** What these people are called, as far as they belong to the organization. */
export const namesOf = (organizationId: string, people: readonly string[]): Promise<NamedPerson[]> =>
  resolver().$queryRaw<NamedPerson[]>`
  select person_id as "personId", name from resolve.names_of(${organizationId}::uuid, ${[...people]}::uuid[])`;

/** A published schema by its public address; drafts are not found. */
export async function findPublicSchema(
  registryId: string,
  version: string,
): Promise<{ readonly document: unknown; readonly hash: string } | null> {
  const rows = await resolver().$queryRaw<{ document: unknown; hash: string }[]>`
    select document, hash from resolve.published_schema(${registryId}::uuid, ${version})`;
  return rows[0] ?? null;
}
