import "server-only";
import { discover } from "@/lib/auth/oidc";
import { authorize, type Caller } from "@/lib/auth/policy";
import { fetchMetadata } from "@/lib/auth/saml/fetch-metadata";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import {
  changeProvider as changeStored,
  dropProvider,
  type Ended,
  findProvider,
  insertProvider,
  listProviders,
  type OidcConfig,
  type ProviderSettings,
  requiredProviders,
  type StoredProvider,
} from "@/lib/db/identity-providers";
import { AppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import type { Action } from "@/lib/ledger/envelope";
import { sealCredentials } from "@/lib/vault/vault";
import { callerEntry } from "../audit/caller-entry";
import { endSignIns, judgeChange } from "./end-sign-ins";
import { SECRET } from "./oidc-sign-in";
import { idOfDraft } from "./provider-draft";
import { type ProviderInput, samlValues } from "./provider-input";

/** More than a company has; keeps the list in one page. */
const MOST_PROVIDERS = 20;

/**
 * Adds a provider under the id of its draft, turned on; nobody has to come by it. An OpenID provider, and one that is known
 * by its metadata's address, is asked who it is first.
 */
export async function addProvider(
  caller: Caller,
  draft: string,
  input: ProviderInput,
  now = new Date(),
): Promise<string> {
  authorize(caller, "identity-provider:write", now);
  const id = idOfDraft(caller, draft);
  const settings = await settle(id, input, now);
  const sealedSecret = await sealedOf(caller, id, input);
  await withOrg(caller.organizationId, async (db) => {
    if ((await findProvider(db, id)) !== null)
      throw new AppError("stale", "This provider is added already.", { remedy: "Load the page again." });
    if ((await listProviders(db)).length >= MOST_PROVIDERS)
      throw new AppError(
        "limit-reached",
        `An organization has at most ${MOST_PROVIDERS} identity providers.`,
        {
          remedy: "Delete one that nobody signs in by any more.",
        },
      );
    const { organizationId } = caller;
    const own = { organizationId, id, name: input.name, enabled: true, configuredAt: now };
    const stored: StoredProvider = { ...own, ...settings, sealedSecret };
    await insertProvider(db, stored);
    // A provider of this draft may have been deleted while somebody was coming by it.
    await endSignIns(db, id, "identities");
    await recordChange(db, caller, { action: "identity-provider.created", provider: stored, now });
  });
  return publicId("idp", id);
}

/**
 * Sets a provider up anew; what was tried before counts no more, and what is over by the change ends (`judgeChange`). A
 * client secret of null is left as it is, and goes with its issuer: no other one is sent it. Refused as `stale` while members
 * must come by it: a slip would lock them out.
 */
export async function configureProvider(
  caller: Caller,
  id: string,
  input: ProviderInput,
  now = new Date(),
): Promise<void> {
  authorize(caller, "identity-provider:write", now);
  const uuid = uuidOf("idp", id) ?? "";
  const settings = await settle(uuid, input, now);
  const sealedSecret = await sealedOf(caller, uuid, input);
  await withOrg(caller.organizationId, async (db) => {
    const provider = await requireProvider(db, id);
    if (provider.kind !== input.kind) throw new AppError("invalid-input", "A provider keeps its kind.");
    await requireFree(db, provider);
    await changeStored(db, provider.id, {
      name: input.name,
      config: settings.config,
      configuredAt: now,
      ...((sealedSecret !== null || !keepsSecret(provider, settings)) && { sealedSecret }),
    });
    const ended = await endSignIns(db, provider.id, judgeChange(provider, settings));
    const changed: StoredProvider = { ...provider, ...settings, name: input.name };
    await recordChange(db, caller, { action: "identity-provider.changed", provider: changed, ...ended, now });
  });
}

/** Whether the secret that is kept would go to whom it was given for. */
const keepsSecret = (before: ProviderSettings, next: ProviderSettings): boolean =>
  before.kind === "oidc" && next.kind === "oidc" && before.config.issuer === next.config.issuer;

/** Off, nobody comes by it. The sessions that it opened are over, and are not back when it is on again. */
export async function switchProvider(
  caller: Caller,
  id: string,
  isOn: boolean,
  now = new Date(),
): Promise<void> {
  authorize(caller, "identity-provider:write", now);
  await withOrg(caller.organizationId, async (db) => {
    const provider = await requireProvider(db, id);
    if (!isOn) await requireFree(db, provider);
    await changeStored(db, provider.id, { enabled: isOn });
    const ended = await endSignIns(db, provider.id, "sessions");
    const changed = { ...provider, enabled: isOn };
    await recordChange(db, caller, { action: "identity-provider.changed", provider: changed, ...ended, now });
  });
}

/** The sessions that it opened are over, and what it alone could tell of people is forgotten. */
export async function deleteProvider(caller: Caller, id: string, now = new Date()): Promise<void> {
  authorize(caller, "identity-provider:write", now);
  await withOrg(caller.organizationId, async (db) => {
    const provider = await requireProvider(db, id);
    await requireFree(db, provider);
    const ended = await endSignIns(db, provider.id, "identities");
    await dropProvider(db, provider.id);
    await recordChange(db, caller, { action: "identity-provider.deleted", provider, ...ended, now });
  });
}

/** The provider of the organization by its public id. Throws AppError `not-found`. */
export async function requireProvider(db: Scoped, id: string): Promise<StoredProvider> {
  const uuid = uuidOf("idp", id);
  const provider = uuid === null ? null : await findProvider(db, uuid);
  if (!provider) throw new AppError("not-found", "There is no such identity provider.");
  return provider;
}

async function requireFree(db: Scoped, { id, name }: StoredProvider): Promise<void> {
  if (!(await requiredProviders(db)).includes(id)) return;
  throw new AppError("stale", `Members must sign in by ${name}.`, {
    remedy: "Let them sign in by any way first.",
  });
}

/** The client's secret, sealed; null where none is given. Not for within a transaction. */
async function sealedOf(
  { organizationId }: Caller,
  connectionId: string,
  input: ProviderInput,
): Promise<string | null> {
  if (input.kind !== "oidc" || input.clientSecret === null) return null;
  const [secret] = await sealCredentials({ organizationId, connectionId }, { [SECRET]: input.clientSecret });
  return secret?.sealed ?? null;
}

/** What is stored of the input, after the provider was asked where it can be: one that does not answer is of no use. */
async function settle(providerId: string, input: ProviderInput, now: Date): Promise<ProviderSettings> {
  if (input.kind === "oidc") {
    await requireAnswering(providerId, input.config);
    return { kind: "oidc", config: input.config };
  }
  if (input.config.from === "values") {
    const { entityId, ssoUrl, certificates } = input.config;
    return { kind: "saml", config: { entityId, ssoUrl, certificates } };
  }
  const { metadataUrl } = input.config;
  const read = samlValues.safeParse(await fetchMetadata(metadataUrl, now));
  if (read.success) return { kind: "saml", config: { ...read.data, metadataUrl } };
  throw new AppError("invalid-input", "The provider's metadata cannot be used.", {
    paths: [{ path: "/config/metadataUrl", message: read.error.issues[0]?.message ?? "" }],
  });
}

async function requireAnswering(providerId: string, config: OidcConfig): Promise<void> {
  try {
    await discover({ providerId, ...config, clientSecret: null });
  } catch {
    throw new AppError("invalid-input", "No OpenID provider answers for this issuer.", {
      remedy:
        "Copy the issuer as the provider shows it, with or without a slash at its end; its address and /.well-known/openid-configuration has to answer over https, and name that issuer.",
      paths: [{ path: "/config/issuer", message: "No OpenID provider answers here." }],
    });
  }
}

interface Changed {
  readonly action: Extract<Action, `identity-provider.${string}`>;
  readonly provider: StoredProvider;
  readonly ended?: Ended;
  readonly now: Date;
}

/** What became of a provider, and how many sessions and identities were over with it. */
export async function recordChange(
  db: Scoped,
  caller: Caller,
  { action, provider: { id, kind, name, config, enabled }, ended, now }: Changed,
): Promise<void> {
  const target = { type: "identity-provider", ref: publicId("idp", id) };
  const payload = { kind, name, config, isOn: enabled, ...(ended && { ended }) };
  await record(db, [callerEntry(caller, { action, target, payload })], now);
}
