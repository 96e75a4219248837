import type { ProviderRequest } from "@/lib/services/sign-in/provider-input";

/** What a filled-in form asks for. An empty secret is none, or the one that is kept already. */
export function providerRequest(kind: "oidc" | "saml", form: FormData): ProviderRequest {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  if (kind === "oidc")
    return {
      kind,
      name: text("name"),
      config: { issuer: text("issuer"), clientId: text("clientId") },
      clientSecret: text("clientSecret") || null,
    };
  if (form.has("metadataUrl"))
    return { kind, name: text("name"), config: { from: "metadata", metadataUrl: text("metadataUrl") } };
  return {
    kind,
    name: text("name"),
    config: {
      from: "values",
      entityId: text("entityId"),
      ssoUrl: text("ssoUrl"),
      certificates: certificatesIn(text("certificates")),
    },
  };
}

/** Certificates one below the other, as PEM or as one text in base64. */
export function certificatesIn(text: string): string[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  return blocks ?? (text === "" ? [] : [text]);
}
