import { expect } from "vitest";
import { testKey } from "@/lib/auth/saml/testing/test-key";
import { newToken } from "@/lib/auth/token";
import { withOrg } from "@/lib/db/control";
import { insertProvider } from "@/lib/db/identity-providers";
import { newUuid, publicId } from "@/lib/ids";
import { log } from "@/lib/log";
import { addProvider } from "@/lib/services/sign-in/change-provider";
import { beginOidc, SECRET } from "@/lib/services/sign-in/oidc-sign-in";
import { providerInput } from "@/lib/services/sign-in/provider-input";
import { sealCredentials } from "@/lib/vault/vault";
import type { Installation } from "./installation";

/** Where nobody listens. */
const NOWHERE = "http://127.0.0.1:1";

/** An OpenID client whose secret is kept and opened for a provider that does not answer. */
export async function openIdClient({ flock, world }: Installation): Promise<void> {
  const caller = { ...world.tenant.caller, signedInAt: new Date() };
  const { organizationId } = caller;
  const clientSecret = flock.plant("OIDC client secret", newToken());
  const config = { issuer: NOWHERE, clientId: "canary" };
  const input = providerInput.parse({ kind: "oidc", name: "O", config, clientSecret });
  const refused = await addProvider(caller, newToken(), input).catch((error: unknown) => error);
  expect(refused).toMatchObject({ kind: "invalid-input" });
  log("warn", "canary.provider", { error: refused });
  const id = newUuid();
  const [kept] = await sealCredentials({ organizationId, connectionId: id }, { [SECRET]: clientSecret });
  await withOrg(organizationId, (db) =>
    insertProvider(db, {
      ...{ organizationId, id, kind: "oidc", name: "O", config },
      ...{ sealedSecret: kept?.sealed ?? null, enabled: true, configuredAt: new Date() },
    }),
  );
  const way = { id: publicId("idp", id), personId: null, returnTo: "/", browser: undefined };
  expect(await beginOidc(way)).toEqual({ outcome: "refused", reason: "provider-unreachable" });
}

/** We hold no private key for SAML; somebody pastes the provider's own, with its certificate and instead of it. */
export async function samlKey({ flock, world }: Installation): Promise<void> {
  const { certificate, privateKey } = testKey("canary.example");
  flock.plant("SAML private key", privateKey.split("\n")[3], privateKey);
  const saml = (certificates: string[]) =>
    providerInput.safeParse({
      ...{ kind: "saml", name: "S" },
      config: { from: "values", entityId: "canary", ssoUrl: "https://idp.example/sso", certificates },
    });
  const alone = saml([privateKey]);
  expect(alone.success).toBe(false);
  log("warn", "canary.certificate", { error: alone.error });
  const both = saml([`${privateKey}${certificate}`]);
  if (!both.success) throw both.error;
  await addProvider({ ...world.tenant.caller, signedInAt: new Date() }, newToken(), both.data);
}
