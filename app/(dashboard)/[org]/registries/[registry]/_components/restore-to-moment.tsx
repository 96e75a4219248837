"use client";

import { History } from "lucide-react";
import { useState } from "react";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { PreviewDialog } from "@/components/ui/preview-dialog";
import { restoreToMoment } from "../actions";

/** Asks for the registry as it was at a moment; what that would write is shown before it is written. */
export function RestoreToMoment({
  registryId,
  name,
}: {
  readonly registryId: string;
  readonly name: string;
}) {
  const org = useOrganization();
  const [at, setAt] = useState("");
  const moment = at === "" ? null : new Date(at);
  return (
    <PreviewDialog
      opener={{
        icon: <History size={14} aria-hidden />,
        label: "Restore to a moment",
        className: buttonClass("quiet", "ml-auto"),
      }}
      title={`Restore ${name} to a moment`}
      preview={{
        action: () => restoreToMoment(org, registryId, moment?.toISOString() ?? ""),
        label: "Preview the restore",
        isDisabled: moment === null,
      }}
    >
      <p className="mt-1 text-ink-soft">
        Every row that was there then gets back the cells it had, also if it was deleted since. Rows that were
        added since stay. You see the whole plan first: nothing is written until it is approved.
      </p>
      <label className="mt-4 block">
        <span className="text-xs text-ink-soft">Date and time, by the clock of this device</span>
        <input
          type="datetime-local"
          step={1}
          value={at}
          onChange={(event) => setAt(event.target.value)}
          className="mt-1 block h-9 w-full rounded-[7px] border border-line-strong bg-surface px-2.5"
        />
      </label>
    </PreviewDialog>
  );
}
