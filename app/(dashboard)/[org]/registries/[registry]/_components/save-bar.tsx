"use client";

import { Check } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import type { UpdateRegistryInput } from "@/lib/services/registries/registry-input";
import { saveSettings } from "../settings/actions";

interface Props {
  readonly registryId: string;
  /** Of what, for those who do not see the card. */
  readonly of: string;
  readonly change: UpdateRegistryInput;
  readonly isChanged: boolean;
  /** Why it cannot be saved as it stands. */
  readonly fault?: string | null;
  /** What saving brings about. */
  readonly effect?: string;
  readonly onReset: () => void;
}

/** Saves what was changed, or takes it back; says what saving does, and that it was done. */
export function SaveBar({ registryId, of, change, isChanged, fault, effect, onReset }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const [isSaved, setSaved] = useState(false);
  const done = () => {
    setSaved(true);
    router.refresh();
  };
  if (!isChanged && !isSaved) return null;
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-b-[10px] border-t bg-sunken px-4 py-3">
      <p role="status" className="mr-auto min-w-0 basis-72 grow text-ink-soft">
        {isChanged ? (
          (fault ?? effect ?? "Not saved yet.")
        ) : (
          <span className="inline-flex items-center gap-1.5 text-good">
            <Check size={14} aria-hidden /> Saved{effect ? `. ${effect}` : "."}
          </span>
        )}
      </p>
      {isChanged && (
        <span className="flex gap-2">
          <button type="button" onClick={onReset} className={buttonClass("quiet")}>
            Discard
          </button>
          <ActionButton
            look="primary"
            action={() => saveSettings(org, registryId, change)}
            label="Save"
            describedAs={`Save ${of}`}
            isDisabled={Boolean(fault)}
            onDone={done}
          />
        </span>
      )}
    </div>
  );
}
