import { Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import { counted } from "@/lib/format/count";
import type { OptionSetView } from "@/lib/services/option-sets/option-set-view";
import { removeOptionSet } from "../actions";

const SHOWN = 8;

interface Props {
  readonly set: OptionSetView;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** Its form. */
  readonly children: ReactNode;
}

export function OptionSetLine({ set, isOpen, onToggle, children }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const more = set.options.length - SHOWN;
  return (
    <div className="px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5">
        <div className="min-w-0 flex-1">
          <p className="font-medium">{set.name}</p>
          <p className="text-xs text-ink-soft">
            {counted(set.options.length, "option")}
            {set.source && ` read from ${set.source.registry}, field ${set.source.field}`}
            {set.usedBy.length > 0
              ? ` · used by ${set.usedBy.map(({ registry, field }) => `${registry} (${field})`).join(", ")}`
              : " · not used yet"}
          </p>
          <p className="mt-1 flex flex-wrap gap-1.5">
            {set.options.slice(0, SHOWN).map((option) => (
              <span key={option} className="rounded bg-calm-soft px-1.5 text-xs leading-5">
                {option}
              </span>
            ))}
            {more > 0 && <span className="text-xs leading-5 text-ink-faint">and {more} more</span>}
          </p>
        </div>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={`Edit ${set.name}`}
          onClick={onToggle}
          className={buttonClass("quiet")}
        >
          <Pencil size={13} aria-hidden />
          {isOpen ? "Close" : "Edit"}
        </button>
        <ActionButton
          look="quiet"
          icon={<Trash2 size={13} aria-hidden />}
          action={() => removeOptionSet(org, set.id)}
          label="Delete"
          describedAs={`Delete ${set.name}`}
          onDone={() => router.refresh()}
        />
      </div>
      {isOpen && <div className="mt-3 border-t pt-3">{children}</div>}
    </div>
  );
}
