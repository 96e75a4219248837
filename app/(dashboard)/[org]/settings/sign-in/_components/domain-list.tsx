"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { type ActionResult, UNREACHED } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { CopyText } from "@/components/ui/copy-text";
import { inputClass } from "@/components/ui/input";
import { Problem } from "@/components/ui/problem";
import type { DomainView } from "@/lib/services/sign-in/sign-in-view";
import { checkDomain, dropDomain, newDomain } from "../actions";

/** The organization's domains: people with such an address come by its provider, and join by themselves. */
export function DomainList({ domains }: { readonly domains: readonly DomainView[] }) {
  const org = useOrganization();
  const router = useRouter();
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const [isPending, start] = useTransition();
  // Not the form's action, after which React empties the field, also of what was refused.
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const domain = String(new FormData(form).get("domain"));
    start(async () => {
      const result = await newDomain(org, domain).catch(() => UNREACHED);
      setProblem(result.problem);
      if (result.problem === null) form.reset();
      router.refresh();
    });
  };
  return (
    <section aria-labelledby="domains">
      <h2 id="domains" className="text-[0.9375rem] font-semibold">
        Domains
      </h2>
      <p className="mt-0.5 mb-2 text-ink-soft">
        People with an address of a verified domain find the company&apos;s sign-in by it, and join as viewers
        when they first sign in. Leave its TXT record where it is: it is looked for every day.
      </p>
      <div className="card divide-y divide-line">
        {domains.map((domain) => (
          <DomainLine key={domain.domain} domain={domain} />
        ))}
        <form onSubmit={add} className="flex flex-wrap items-center gap-2 px-4 py-3">
          <input
            name="domain"
            required
            maxLength={253}
            aria-label="Domain"
            placeholder="example.com"
            className={inputClass("min-w-0 flex-1 basis-48")}
          />
          <button type="submit" disabled={isPending} className={buttonClass("plain")}>
            Add a domain
          </button>
        </form>
      </div>
      {problem && (
        <div className="mt-2">
          <Problem title={problem.message} remedy={problem.remedy} />
        </div>
      )}
    </section>
  );
}

function DomainLine({ domain: { domain, isVerified, isMissing, record } }: { readonly domain: DomainView }) {
  const org = useOrganization();
  const router = useRouter();
  return (
    <div className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <p className="flex min-w-0 flex-1 basis-56 flex-wrap items-center gap-2 font-medium break-all">
          {domain}
          {isMissing ? (
            <Chip tone="warn" word="Record missing" />
          ) : (
            <Chip tone={isVerified ? "good" : "calm"} word={isVerified ? "Verified" : "Not verified"} />
          )}
        </p>
        <div className="flex items-center gap-2">
          {!isVerified && (
            <ActionButton
              action={() => checkDomain(org, domain)}
              label="Verify"
              describedAs={`Verify ${domain}`}
              onDone={() => router.refresh()}
            />
          )}
          <ActionButton
            look="quiet"
            action={() => dropDomain(org, domain)}
            label="Remove"
            describedAs={`Remove ${domain}`}
            onDone={() => router.refresh()}
          />
        </div>
      </div>
      {(!isVerified || isMissing) && (
        <div className="mt-2 space-y-1">
          <p className="text-xs text-ink-soft">
            {isMissing
              ? "This TXT record is not there any more. Add it again: if it is missing a day later too, the domain is not verified any more."
              : "Add this TXT record where the domain's DNS is kept:"}
          </p>
          <CopyText isNamed label="Name" text={record.name} />
          <CopyText isNamed label="Value" text={record.value} />
        </div>
      )}
    </div>
  );
}
