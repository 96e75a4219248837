import clsx from "clsx";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { CopyText } from "@/components/ui/copy-text";
import type { ProviderView, SignInView } from "@/lib/services/sign-in/sign-in-view";
import { dropProvider, turnProvider } from "../actions";
import { MetadataCheck } from "./metadata-check";
import { ProviderForm } from "./provider-form";

interface Props {
  readonly provider: ProviderView;
  readonly draft: SignInView["draft"];
  /** Owners change it; others look, and may try it. */
  readonly mayProvide: boolean;
}

type Opened = "no" | "edit" | "delete";

export function ProviderLine({ provider, draft, mayProvide }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const [opened, setOpened] = useState<Opened>("no");
  const { id, name, kind, isOn, isRequired, isTried, ours, startPath } = provider;
  const toggle = (what: Opened) => setOpened(opened === what ? "no" : what);
  const where = kind === "oidc" ? provider.config.issuer : provider.config.entityId;
  return (
    <div className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            {name}
            {!isOn && <Chip tone="calm" word="Off" />}
            {isRequired && <Chip tone="warn" word="Required" />}
            {isTried && <Chip tone="good" word="Tried by you" />}
          </p>
          <p className="truncate text-xs text-ink-soft">
            {kind === "oidc" ? "OpenID Connect" : "SAML 2.0"} · {where}
          </p>
        </div>
        <div className={clsx("flex flex-wrap items-center gap-2", !isOn && "max-sm:-ml-2.5")}>
          {isOn && (
            <a
              href={`${startPath}?link=1&returnTo=/${org}/settings/sign-in`}
              className={buttonClass("plain")}
            >
              Try it
            </a>
          )}
          {mayProvide && (
            <>
              <ActionButton
                look="quiet"
                action={() => turnProvider(org, id, !isOn)}
                label={isOn ? "Turn off" : "Turn on"}
                describedAs={`Turn ${name} ${isOn ? "off" : "on"}`}
                onDone={() => router.refresh()}
              />
              <button
                type="button"
                aria-expanded={opened === "edit"}
                onClick={() => toggle("edit")}
                className={buttonClass("quiet")}
              >
                Edit
              </button>
              <button
                type="button"
                aria-expanded={opened === "delete"}
                onClick={() => toggle("delete")}
                className={buttonClass("quiet")}
              >
                Delete
              </button>
            </>
          )}
        </div>
      </div>
      {opened === "no" && (
        <div className="mt-2 space-y-1">
          {ours.map((one) => (
            <CopyText key={one.label} isNamed label={one.label} text={one.value} />
          ))}
          {mayProvide && kind === "saml" && provider.config.metadataUrl && (
            <MetadataCheck id={id} name={name} />
          )}
        </div>
      )}
      {opened === "edit" && (
        <div className="mt-3 border-t pt-3">
          <ProviderForm provider={provider} draft={draft} onClose={() => setOpened("no")} />
        </div>
      )}
      {opened === "delete" && (
        <div className="mt-3 flex flex-wrap items-center gap-2 border-t pt-3">
          <p className="min-w-0 flex-1 basis-56">
            Nobody signs in by {name} any more, and whoever did is signed out.
          </p>
          <ActionButton
            look="danger"
            action={() => dropProvider(org, id)}
            label="Delete provider"
            describedAs={`Delete ${name} for good`}
            onDone={() => router.refresh()}
          />
          <button type="button" onClick={() => setOpened("no")} className={buttonClass("plain")}>
            Keep
          </button>
        </div>
      )}
    </div>
  );
}
