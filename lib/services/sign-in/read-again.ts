import "server-only";
import { createHash } from "node:crypto";
import { authorize, type Caller } from "@/lib/auth/policy";
import { type CertificateFacts, factsOf } from "@/lib/auth/saml/certificate";
import { fetchMetadata } from "@/lib/auth/saml/fetch-metadata";
import type { SamlIdentityProvider } from "@/lib/auth/saml/parties";
import { withOrg } from "@/lib/db/control";
import { changeProvider, type SamlConfig, type StoredProvider } from "@/lib/db/identity-providers";
import { AppError } from "@/lib/errors";
import { recordChange, requireProvider } from "./change-provider";
import { endSignIns, judgeChange } from "./end-sign-ins";

/** How what a provider tells of itself now differs from what is believed here. */
export interface MetadataView {
  /** Stands for what was read: nothing else is taken by it. */
  readonly hash: string;
  readonly isSame: boolean;
  /** Where people are sent from then on; null: where they are sent now. */
  readonly newSsoUrl: string | null;
  readonly added: readonly CertificateFacts[];
  readonly kept: readonly CertificateFacts[];
  /** What is signed by these is not believed any more. */
  readonly dropped: readonly CertificateFacts[];
}

/** Reads a provider's metadata once more; changes nothing. */
export async function readMetadataAgain(caller: Caller, id: string, now = new Date()): Promise<MetadataView> {
  authorize(caller, "identity-provider:write", now);
  const { config, told } = await readOf(caller, id, now);
  const facts = (of: readonly string[], isIn: (pem: string) => boolean) => of.filter(isIn).map(factsOf);
  const [held, next] = [new Set(config.certificates), new Set(told.certificates)];
  const added = facts(told.certificates, (pem) => !held.has(pem));
  const dropped = facts(config.certificates, (pem) => !next.has(pem));
  const newSsoUrl = told.ssoUrl === config.ssoUrl ? null : told.ssoUrl;
  return {
    hash: hashOf(told),
    isSame: newSsoUrl === null && added.length === 0 && dropped.length === 0,
    newSsoUrl,
    added,
    kept: facts(told.certificates, (pem) => held.has(pem)),
    dropped,
  };
}

/**
 * Believes from now on what the metadata tell, if that is still what was shown under `hash`; `stale` otherwise. Also while
 * members must come by the provider: that is when its keys have to be able to change. What was tried stays tried, unless no
 * key stays (`judgeChange`).
 */
export async function takeMetadata(
  caller: Caller,
  id: string,
  hash: string,
  now = new Date(),
): Promise<void> {
  authorize(caller, "identity-provider:write", now);
  const { provider, config, told } = await readOf(caller, id, now);
  if (hashOf(told) !== hash)
    throw new AppError("stale", "The provider tells something else by now.", {
      remedy: "Read its metadata again and look at what has changed.",
    });
  const { ssoUrl, certificates } = told;
  await withOrg(caller.organizationId, async (db) => {
    const before = await requireProvider(db, id);
    if (JSON.stringify(before.config) !== JSON.stringify(config))
      throw new AppError("stale", "The provider was set up anew meanwhile.", {
        remedy: "Load the page again.",
      });
    const changed = { ...provider, kind: "saml", config: { ...config, ssoUrl, certificates } } as const;
    await changeProvider(db, provider.id, { config: changed.config });
    const ended = await endSignIns(db, provider.id, judgeChange(provider, changed));
    await recordChange(db, caller, { action: "identity-provider.changed", provider: changed, ...ended, now });
  });
}

interface Told {
  readonly provider: StoredProvider;
  readonly config: SamlConfig;
  readonly told: SamlIdentityProvider;
}

async function readOf(caller: Caller, id: string, now: Date): Promise<Told> {
  const provider = await withOrg(caller.organizationId, (db) => requireProvider(db, id));
  if (provider.kind !== "saml" || provider.config.metadataUrl === undefined)
    throw new AppError("invalid-input", "This provider is not known by the address of its metadata.");
  const { config } = provider;
  const told = await fetchMetadata(provider.config.metadataUrl, now);
  if (told.entityId === config.entityId) return { provider, config, told };
  throw new AppError("stale", "Another provider answers at the address of the metadata.", {
    remedy: "Add that one as a provider of its own: its people are others.",
  });
}

const hashOf = ({ entityId, ssoUrl, certificates }: SamlIdentityProvider): string =>
  createHash("sha256")
    .update(JSON.stringify([entityId, ssoUrl, certificates]))
    .digest("hex");
