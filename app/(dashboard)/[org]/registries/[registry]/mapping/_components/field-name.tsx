import clsx from "clsx";
import { KeyRound, Trash2, Undo2 } from "lucide-react";
import { inputClass } from "@/components/ui/input";
import { typeWord } from "@/lib/format/cell";
import type { FieldDraft } from "./mapping-draft";
import type { MappingWarning } from "./mapping-warnings";

interface Props {
  readonly field: FieldDraft;
  readonly isKey: boolean;
  readonly warnings: readonly MappingWarning[];
  readonly onRename: (name: string) => void;
  readonly onRemove: () => void;
  readonly onPutBack: () => void;
}

/** A field's name, to be changed, with what stands against it; it is taken out and put back here. */
export function FieldName({ field, isKey, warnings, onRename, onRemove, onPutBack }: Props) {
  const shown = field.storedName ?? field.name;
  return (
    <>
      <span className="flex items-center gap-1.5 font-medium">
        <input
          aria-label={`Name of the field ${shown}`}
          value={field.name}
          maxLength={100}
          disabled={field.isRemoved}
          onChange={(event) => onRename(event.target.value)}
          className={inputClass(
            clsx(
              "-ml-px w-36 border-transparent bg-transparent px-1.5! font-medium shadow-none hover:border-line-strong focus:border-line-strong",
              field.isRemoved && "line-through",
            ),
          )}
        />
        {isKey && (
          <KeyRound size={13} role="img" aria-label="Part of the key" className="m-1 text-ink-faint" />
        )}
        {!isKey && (
          <button
            type="button"
            onClick={field.isRemoved ? onPutBack : onRemove}
            aria-label={field.isRemoved ? `Put ${shown} back` : `Take ${shown} out`}
            className="rounded-[5px] p-1 text-ink-faint hover:bg-calm-soft hover:text-ink"
          >
            {field.isRemoved ? <Undo2 size={13} aria-hidden /> : <Trash2 size={13} aria-hidden />}
          </button>
        )}
      </span>
      <span className="block px-1.5 text-xs font-normal text-ink-soft">
        {typeWord(field.type)}
        {field.storedName === null && " · new"}
      </span>
      {warnings.map(({ text, isFault }) => (
        <p
          key={text}
          className={clsx("mt-1 max-w-56 px-1.5 text-xs font-normal", isFault ? "text-bad" : "text-warn")}
        >
          {text}
        </p>
      ))}
    </>
  );
}
