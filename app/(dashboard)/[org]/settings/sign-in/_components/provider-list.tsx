"use client";

import { LockKeyhole } from "lucide-react";
import { useState } from "react";
import { ListSection } from "@/components/list-section";
import { Empty } from "@/components/ui/empty";
import type { ProviderView, SignInView } from "@/lib/services/sign-in/sign-in-view";
import { ProviderForm } from "./provider-form";
import { ProviderLine } from "./provider-line";

interface Props {
  readonly providers: readonly ProviderView[];
  readonly draft: SignInView["draft"];
  /** Owners set providers up; others look. */
  readonly mayProvide: boolean;
}

export function ProviderList({ providers, draft, mayProvide }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <ListSection
      id="providers"
      title="Identity providers"
      addWord={mayProvide ? "Add a provider" : null}
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
    >
      {isOpen && (
        <div className="p-4">
          <ProviderForm provider={null} draft={draft} onClose={() => setOpen(false)} />
        </div>
      )}
      {providers.length === 0 && !isOpen && (
        <Empty icon={LockKeyhole} title="No identity provider">
          Members sign in by a link in their mail. A provider of your company (OpenID Connect or SAML) signs
          them in without one. {!mayProvide && "Owners set one up."}
        </Empty>
      )}
      {providers.map((provider) => (
        <ProviderLine key={provider.id} provider={provider} draft={draft} mayProvide={mayProvide} />
      ))}
    </ListSection>
  );
}
