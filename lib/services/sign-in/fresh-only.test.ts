import { expect, test } from "vitest";
import { type Caller, scopesOf } from "@/lib/auth/policy";
import { newUuid, publicId } from "@/lib/ids";
import { addDomain, removeDomain, verifyDomain } from "./change-domains";
import { addProvider, configureProvider, deleteProvider, switchProvider } from "./change-provider";
import type { ProviderInput } from "./provider-input";
import { readMetadataAgain, takeMetadata } from "./read-again";
import { requireSignInBy, setBreakGlass } from "./require-provider";

const [provider, person] = [publicId("idp", newUuid()), publicId("per", newUuid())];
const input: ProviderInput = {
  kind: "saml",
  name: "Company",
  config: { from: "metadata", metadataUrl: "https://idp.example/metadata" },
};

const CHANGES: Readonly<Record<string, (caller: Caller) => Promise<unknown>>> = {
  addProvider: (caller) => addProvider(caller, newUuid(), input),
  configureProvider: (caller) => configureProvider(caller, provider, input),
  switchProvider: (caller) => switchProvider(caller, provider, false),
  deleteProvider: (caller) => deleteProvider(caller, provider),
  addDomain: (caller) => addDomain(caller, "example.com"),
  verifyDomain: (caller) => verifyDomain(caller, "example.com"),
  removeDomain: (caller) => removeDomain(caller, "example.com"),
  requireSignInBy: (caller) => requireSignInBy(caller, provider),
  requireNothing: (caller) => requireSignInBy(caller, null),
  readMetadataAgain: (caller) => readMetadataAgain(caller, provider),
  takeMetadata: (caller) => takeMetadata(caller, provider, "0".repeat(64)),
  setBreakGlass: (caller) => setBreakGlass(caller, person, true),
};

const owner = (agoMinutes: number | null): Caller => ({
  organizationId: newUuid(),
  actor: { type: "person", ref: person },
  role: "owner",
  scopes: scopesOf("owner"),
  requestId: newUuid(),
  ...(agoMinutes !== null && { signedInAt: new Date(Date.now() - agoMinutes * 60_000) }),
});

const OLD = "This needs a sign-in that is not older than ten minutes.";

const OWNERS = { kind: "forbidden", message: "This needs the permission identity-provider:write." };
const OWN_DOMAINS = ["addDomain", "verifyDomain", "removeDomain"];

test.each(Object.entries(CHANGES))("%s is an admin's for domains alone", async (name, change) => {
  const admin: Caller = { ...owner(0), role: "admin", scopes: scopesOf("admin") };
  if (OWN_DOMAINS.includes(name)) await expect(change(admin)).rejects.not.toMatchObject(OWNERS);
  else await expect(change(admin)).rejects.toMatchObject(OWNERS);
});

// No database is asked: what comes after the permission fails of itself.
test.each(Object.entries(CHANGES))("%s wants a sign-in of just now", async (_name, change) => {
  await expect(change(owner(10))).rejects.toMatchObject({ kind: "forbidden", message: OLD });
  await expect(change(owner(null))).rejects.toMatchObject({ kind: "forbidden", message: OLD });
  await expect(change(owner(9))).rejects.not.toMatchObject({ message: OLD });
});
