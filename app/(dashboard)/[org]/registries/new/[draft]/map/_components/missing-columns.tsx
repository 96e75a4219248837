"use client";

import { LoaderCircle, Plus } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { KindIcon } from "@/components/ui/kind-icon";
import { Refusal } from "@/components/ui/refusal";
import { counted, formatCount } from "@/lib/format/count";
import type { DraftLook } from "@/lib/services/drafts/draft-view";
import { useWizard } from "../../_components/wizard-context";
import { type MissingColumn, missingOn } from "./missing-on";
import { useMakeColumns } from "./use-make-columns";

/** So many have a button of their own; all of them can be made at once. */
const MOST_SHOWN = 12;

/** By place: fields that it has no column for, each to be made there. */
export function MissingColumns() {
  const { parts, draft, template } = useWizard();
  return parts.sides.map((side) => {
    const look = draft.looks.find((one) => one.side === side.ref);
    const missing = missingOn(side, draft.looks, { ...parts, template });
    return look && missing.length > 0 && <OnSide key={side.ref} look={look} missing={missing} />;
  });
}

interface Props {
  readonly look: DraftLook;
  readonly missing: readonly MissingColumn[];
}

function OnSide({ look, missing }: Props) {
  const { isMaking, make, refusal } = useMakeColumns(look.side);
  const shown = missing.slice(0, MOST_SHOWN);
  return (
    <section aria-label={`Columns that ${look.title} lacks`} className="card mt-3 space-y-2 px-4 py-3">
      <p className="flex items-center gap-2">
        <KindIcon kind={look.kind} size={15} />
        <span>
          <span className="font-medium">{look.title}</span> has no column for{" "}
          {counted(missing.length, "field")}. What is made there is empty until you press Start.
        </span>
      </p>
      <div className="flex flex-wrap items-center gap-1.5">
        {missing.length > 1 && (
          <button
            type="button"
            disabled={isMaking}
            onClick={() => make(missing)}
            className={buttonClass("plain")}
          >
            {isMaking ? (
              <LoaderCircle size={13} aria-hidden className="animate-spin" />
            ) : (
              <Plus size={13} aria-hidden />
            )}
            Make {missing.length === 2 ? "both" : `all ${formatCount(missing.length)}`}
          </button>
        )}
        {shown.map((one) => (
          <button
            key={one.field.ref}
            type="button"
            disabled={isMaking}
            onClick={() => make([one])}
            title={one.column.name}
            className={buttonClass("plain", "max-w-full")}
          >
            <Plus size={13} aria-hidden />
            <span className="truncate">Make {one.column.name}</span>
          </button>
        ))}
      </div>
      {refusal && <Refusal refusal={refusal} />}
    </section>
  );
}
