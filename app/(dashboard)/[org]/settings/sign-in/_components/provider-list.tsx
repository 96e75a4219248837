"use client";

import { LockKeyhole, Plus } from "lucide-react";
import { useState } from "react";
import { buttonClass } from "@/components/button";
import { Empty } from "@/components/empty";
import type { ProviderView, SignInView } from "@/lib/services/sign-in/sign-in-view";
import { ProviderForm } from "./provider-form";
import { ProviderLine } from "./provider-line";

interface Props {
  readonly providers: readonly ProviderView[];
  readonly draft: SignInView["draft"];
}

export function ProviderList({ providers, draft }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-labelledby="providers">
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id="providers" className="text-[0.9375rem] font-semibold">
          Identity providers
        </h2>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className={buttonClass("plain", "ml-auto")}
        >
          <Plus size={14} aria-hidden />
          Add a provider
        </button>
      </div>
      <div className="card divide-y divide-line">
        {isOpen && (
          <div className="p-4">
            <ProviderForm provider={null} draft={draft} onClose={() => setOpen(false)} />
          </div>
        )}
        {providers.length === 0 && !isOpen && (
          <Empty icon={LockKeyhole} title="No identity provider">
            Members sign in by a link in their mail. A provider of your company (OpenID Connect or SAML) signs
            them in without one.
          </Empty>
        )}
        {providers.map((provider) => (
          <ProviderLine key={provider.id} provider={provider} draft={draft} />
        ))}
      </div>
    </section>
  );
}
