import { inputClass } from "@/components/ui/input";
import type { BrakeDraft, LimitLine } from "./brake-draft";
import { shareText } from "./share-text";

interface Props {
  readonly line: LimitLine;
  readonly draft: BrakeDraft;
  readonly onChange: (change: Partial<BrakeDraft>) => void;
}

/** A limit as a share of the rows and as a number that always passes; empty = the default, which is shown. */
export function LimitFields({ line, draft, onChange }: Props) {
  const { word, share, floor, usualShare, usualFloor } = line;
  return (
    <fieldset className="py-3">
      <legend className="float-left w-[200px] pt-1.5 pr-3 font-medium">{word}</legend>
      <div className="sm:ml-[224px] max-sm:clear-both">
        <span className="flex flex-wrap items-center gap-2">
          <input
            aria-label={`${word}: share in percent`}
            value={draft[share]}
            inputMode="decimal"
            placeholder={shareText(usualShare)}
            onChange={(event) => onChange({ [share]: event.target.value })}
            className={inputClass("w-20 text-right")}
          />
          <span className="text-ink-soft">% of the rows, but never fewer than</span>
          <input
            aria-label={`${word}: number that always passes`}
            value={draft[floor]}
            inputMode="numeric"
            placeholder={String(usualFloor)}
            onChange={(event) => onChange({ [floor]: event.target.value })}
            className={inputClass("w-20 text-right")}
          />
          <span className="text-ink-soft">rows</span>
        </span>
        <p className="mt-1 text-xs text-ink-soft">
          By default {shareText(usualShare)} %, and {usualFloor} rows always pass.
        </p>
      </div>
    </fieldset>
  );
}
