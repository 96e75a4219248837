"use client";

import { useRouter } from "next/navigation";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { Chip } from "@/components/ui/chip";
import { Problem } from "@/components/ui/problem";
import type { OwnerView, ProviderView } from "@/lib/services/sign-in/sign-in-view";
import { letAlwaysIn, requireBy } from "../actions";

interface Props {
  readonly providers: readonly ProviderView[];
  readonly owners: readonly OwnerView[];
  /** Owners decide on all of it; others look. */
  readonly mayProvide: boolean;
  /** A domain of the organization is verified. */
  readonly hasDomain: boolean;
}

/** By which provider members must come, and which owners come in all the same. */
export function RequirementCard({ providers, owners, mayProvide, hasDomain }: Props) {
  const required = providers.find(({ isRequired }) => isRequired);
  return (
    <section aria-labelledby="requirement">
      <h2 id="requirement" className="text-[0.9375rem] font-semibold">
        Required sign-in
      </h2>
      <p className="mt-0.5 mb-2 text-ink-soft">
        {required
          ? `Members get in by ${required.name} only. API keys go on working.`
          : "Members get in by any way. An owner can require that they come by one provider."}
      </p>
      {required && !hasDomain && (
        <div className="mb-2">
          <Problem
            tone="warn"
            title="No domain is verified any more. Members must still come by the provider, but nobody new joins by an address."
            remedy="Verify a domain again, or let members in by any way."
          />
        </div>
      )}
      <div className="card divide-y divide-line">
        {providers
          .filter(({ isOn }) => isOn && mayProvide)
          .map((provider) => (
            <RequirementLine key={provider.id} provider={provider} />
          ))}
        <div className="px-4 py-3">
          <p className="font-medium">Owners who may always come in</p>
          <p className="mt-0.5 text-ink-soft">
            For the day when the provider is down: they get in by a link in their mail too, and the ledger has
            it.
          </p>
          <ul aria-label="Owners who may always come in" className="mt-2 space-y-1.5">
            {owners.map((owner) => (
              <OwnerLine key={owner.id} owner={owner} mayProvide={mayProvide} />
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

function RequirementLine({ provider: { id, name, isRequired } }: { readonly provider: ProviderView }) {
  const org = useOrganization();
  const router = useRouter();
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-3">
      <p className="min-w-0 flex-1">
        {isRequired ? `Members must sign in by ${name}.` : `Let members in by ${name} only.`}
      </p>
      <ActionButton
        action={() => requireBy(org, isRequired ? null : id)}
        label={isRequired ? "Let them in by any way" : `Require ${name}`}
        onDone={() => router.refresh()}
      />
    </div>
  );
}

function OwnerLine({ owner, mayProvide }: { readonly owner: OwnerView; readonly mayProvide: boolean }) {
  const org = useOrganization();
  const router = useRouter();
  const { id, name, email, isBreakGlass } = owner;
  return (
    <li className="flex flex-wrap items-center gap-2">
      <span className="min-w-0 flex-1 truncate">
        {name} <span className="text-ink-faint">{email}</span>
      </span>
      {isBreakGlass && <Chip tone="good" word="Always" />}
      {mayProvide && (
        <ActionButton
          look="quiet"
          action={() => letAlwaysIn(org, id, !isBreakGlass)}
          label={isBreakGlass ? "Not any more" : "Let in always"}
          describedAs={`${isBreakGlass ? "Do not let" : "Let"} ${name} in always`}
          onDone={() => router.refresh()}
        />
      )}
    </li>
  );
}
