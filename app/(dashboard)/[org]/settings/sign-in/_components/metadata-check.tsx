import { LoaderCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Refusal as RefusalView } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import { Refusal } from "@/components/ui/refusal";
import { dayOf } from "@/lib/format/moment";
import type { MetadataView } from "@/lib/services/sign-in/read-again";
import { readAgain, takeRead } from "../actions";

/** Reads a provider's metadata again, and shows what is new in them before it is believed. */
export function MetadataCheck({ id, name }: { readonly id: string; readonly name: string }) {
  const org = useOrganization();
  const router = useRouter();
  const [isReading, start] = useTransition();
  const [found, setFound] = useState<MetadataView | null>(null);
  const [refusal, setRefusal] = useState<RefusalView | null>(null);
  const read = () =>
    start(async () => {
      const answered = await readAgain(org, id);
      setRefusal(answered.refusal);
      setFound(answered.view);
    });
  const done = () => {
    setFound(null);
    router.refresh();
  };
  return (
    <div className="space-y-2 pt-1">
      <button
        type="button"
        onClick={read}
        disabled={isReading}
        aria-label={`Read the metadata of ${name} again`}
        className={buttonClass("quiet")}
      >
        {isReading && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
        Read the metadata again
      </button>
      {refusal && <Refusal refusal={refusal} />}
      {found?.isSame && <p role="status">Nothing has changed there.</p>}
      {found && !found.isSame && (
        <div role="status" className="space-y-2 rounded-[8px] bg-sunken p-3">
          <Differences found={found} />
          <div className="flex gap-2">
            <ActionButton
              look="primary"
              action={() => takeRead(org, id, found.hash)}
              label="Take this over"
              describedAs={`Take over what ${name} tells now`}
              onDone={done}
            />
            <button type="button" onClick={() => setFound(null)} className={buttonClass("plain")}>
              Not now
            </button>
          </div>
        </div>
      )}
    </div>
  );
}

function Differences({ found }: { readonly found: MetadataView }) {
  const lines = [
    ...found.added.map((one) => ({ ...one, word: "New certificate" })),
    ...found.kept.map((one) => ({ ...one, word: "Certificate that stays" })),
    ...found.dropped.map((one) => ({ ...one, word: "Certificate that is not believed any more" })),
  ];
  return (
    <ul className="space-y-1.5 text-xs">
      {found.newSsoUrl && (
        <li>
          People are sent to <span className="break-all">{found.newSsoUrl}</span> from then on.
        </li>
      )}
      {found.kept.length === 0 && (
        <li>
          No certificate stays: everybody confirms once more, by mail, that it is he who comes from there.
        </li>
      )}
      {lines.map(({ fingerprint, until, word }) => (
        <li key={fingerprint}>
          {word}, until {dayOf(until)}
          <code className="block break-all text-[0.6875rem] text-ink-soft">{fingerprint}</code>
        </li>
      ))}
    </ul>
  );
}
