import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Moment, useNow } from "@/components/ui/moment";
import type { ApiKeyView } from "@/lib/services/api-keys/api-key-view";
import type { ActorNames } from "@/lib/services/people/name-actors";
import { revokeKey } from "../actions";

interface Props {
  readonly apiKey: ApiKeyView;
  readonly names: ActorNames;
}

export function KeyLine({ apiKey, names }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const { id, name, hint, scopes, madeBy, addresses, createdAt, expiresAt, lastUsedAt } = apiKey;
  const isExpired = useIsOver(expiresAt);
  return (
    <div className="px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5">
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            {name}
            <code className="font-mono text-xs font-normal text-ink-faint">chs_live_…{hint}</code>
            {isExpired && <Chip tone="warn" word="Expired" />}
          </p>
          <p className="text-xs text-ink-soft">
            Made <Moment at={createdAt} />
            {madeBy !== null && ` by ${names[madeBy] ?? "somebody who has left"}`} · last used{" "}
            <Moment at={lastUsedAt} /> · {isExpired ? "expired" : "expires"} <Moment at={expiresAt} />
            {apiKey.person === null && " · service key"}
          </p>
          <p className="mt-1 flex flex-wrap gap-1.5">
            {scopes.map((scope) => (
              <span key={scope} className="rounded bg-calm-soft px-1.5 text-xs leading-5">
                {scope}
              </span>
            ))}
            {addresses.length > 0 && (
              <span className="text-xs leading-5 text-ink-faint">only from {addresses.join(", ")}</span>
            )}
          </p>
        </div>
        <button
          type="button"
          aria-expanded={isAsking}
          aria-label={`Revoke ${name}`}
          onClick={() => setAsking(!isAsking)}
          className={buttonClass("quiet")}
        >
          <Trash2 size={13} aria-hidden />
          Revoke
        </button>
      </div>
      {isAsking && (
        <div className="mt-3 flex flex-wrap items-center gap-2 border-t pt-3">
          <p className="min-w-0 flex-1">Programs that use this key are refused at once, and for good.</p>
          <ActionButton
            look="danger"
            action={() => revokeKey(org, id)}
            label="Revoke key"
            describedAs={`Revoke ${name} for good`}
            onDone={() => router.refresh()}
          />
          <button type="button" onClick={() => setAsking(false)} className={buttonClass("plain")}>
            Keep
          </button>
        </div>
      )}
    </div>
  );
}

function useIsOver(at: string | null): boolean {
  const now = useNow();
  return at !== null && Date.parse(at) <= now;
}
