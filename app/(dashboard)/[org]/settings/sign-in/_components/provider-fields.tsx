import { useState } from "react";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { ProviderView } from "@/lib/services/sign-in/sign-in-view";
import type { Preset } from "./provider-presets";

interface OidcProps {
  readonly provider: ProviderView | null;
  readonly preset: Preset;
}

/** What an OpenID provider shows of itself and of us. */
export function OidcFields({ provider, preset }: OidcProps) {
  const config = provider?.kind === "oidc" ? provider.config : null;
  return (
    <>
      <Labelled label="Issuer" className="sm:col-span-2">
        <input
          type="url"
          name="issuer"
          required
          placeholder={preset.issuerHint}
          defaultValue={config?.issuer ?? preset.issuer ?? ""}
          className={inputClass()}
        />
      </Labelled>
      <Labelled label="Client ID">
        <input
          type="text"
          name="clientId"
          required
          autoComplete="off"
          defaultValue={config?.clientId ?? ""}
          className={inputClass("font-mono")}
        />
      </Labelled>
      <Labelled
        label="Client secret"
        hint={
          provider?.hasSecret
            ? "Empty: the one that is kept stays, for this issuer alone"
            : "It is sealed, and never shown again"
        }
      >
        <input
          type="password"
          name="clientSecret"
          autoComplete="new-password"
          className={inputClass("font-mono")}
        />
      </Labelled>
    </>
  );
}

/** What a SAML provider shows: the address at which it tells everything, or each of it. */
export function SamlFields({ provider }: { readonly provider: ProviderView | null }) {
  const config = provider?.kind === "saml" ? provider.config : null;
  const isEntered = config !== null && config.metadataUrl === undefined;
  const [from, setFrom] = useState<"metadata" | "values">(isEntered ? "values" : "metadata");
  return (
    <>
      <Labelled label="Known by" className="sm:col-span-2">
        <select
          value={from}
          onChange={(event) => setFrom(event.target.value === "values" ? "values" : "metadata")}
          className={inputClass()}
        >
          <option value="metadata">The address of its metadata</option>
          <option value="values">Its values, by hand</option>
        </select>
      </Labelled>
      {from === "values" ? (
        <SamlValues config={config} />
      ) : (
        <Labelled
          label="Metadata URL"
          hint="It is read when you save, and again when you ask for it"
          className="sm:col-span-2"
        >
          <input
            type="url"
            name="metadataUrl"
            required
            placeholder="https://id.example.com/metadata.xml"
            defaultValue={config?.metadataUrl ?? ""}
            className={inputClass()}
          />
        </Labelled>
      )}
    </>
  );
}

type SamlConfig = Extract<ProviderView, { kind: "saml" }>["config"];

const SamlValues = ({ config }: { readonly config: SamlConfig | null }) => (
  <>
    <Labelled label="Entity ID of the provider">
      <input
        type="text"
        name="entityId"
        required
        defaultValue={config?.entityId ?? ""}
        className={inputClass()}
      />
    </Labelled>
    <Labelled label="Single sign-on URL">
      <input type="url" name="ssoUrl" required defaultValue={config?.ssoUrl ?? ""} className={inputClass()} />
    </Labelled>
    <Labelled
      label="Signing certificate"
      hint="X.509; while the provider changes it, the old and the new one below each other"
      className="sm:col-span-2"
    >
      <textarea
        name="certificates"
        required
        rows={6}
        spellCheck={false}
        defaultValue={config?.certificates.join("\n") ?? ""}
        placeholder="-----BEGIN CERTIFICATE-----"
        className={inputClass("font-mono text-xs")}
      />
    </Labelled>
  </>
);
