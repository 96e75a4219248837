/** The providers that people have, with how each shows what it has to be told here. */
export interface Preset {
  readonly word: string;
  readonly kind: "oidc" | "saml";
  readonly name: string;
  /** What an issuer looks like there; empty where it is always the same or anything. */
  readonly issuerHint: string;
  /** Where it is always the same. */
  readonly issuer?: string;
}

export const PRESETS = [
  { word: "Okta", kind: "oidc", name: "Okta", issuerHint: "https://your-company.okta.com" },
  {
    word: "Microsoft Entra ID",
    kind: "oidc",
    name: "Microsoft",
    issuerHint: "https://login.microsoftonline.com/<tenant id>/v2.0",
  },
  {
    word: "Google Workspace",
    kind: "oidc",
    name: "Google Workspace",
    issuerHint: "",
    issuer: "https://accounts.google.com",
  },
  { word: "ChittyAuth", kind: "oidc", name: "ChittyAuth", issuerHint: "The issuer of your ChittyAuth" },
  {
    word: "Another OpenID provider",
    kind: "oidc",
    name: "Company sign-in",
    issuerHint: "https://id.example.com",
  },
  { word: "SAML 2.0", kind: "saml", name: "Company sign-in", issuerHint: "" },
] as const satisfies readonly Preset[];
