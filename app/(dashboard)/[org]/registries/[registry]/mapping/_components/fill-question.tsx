import { useId } from "react";
import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { cellOf, type FieldDraft, freshOn, type MappingDraft } from "./mapping-draft";

interface Props {
  readonly registry: RegistryView;
  readonly draft: MappingDraft;
  readonly field: FieldDraft;
  readonly onChange: (side: string | null) => void;
}

/** Asks whose value stands where a field is mapped anew: nothing was ever agreed on there. */
export function FillQuestion({ registry, draft, field, onChange }: Props) {
  const name = useId();
  const choices = fillChoices(registry, draft, field);
  if (choices.length < 2) return null;
  const chosen = draft.fills[field.ref] ?? null;
  return (
    <fieldset className="mt-1.5 rounded-[7px] bg-sunken px-3 py-2 text-xs font-normal">
      <legend className="sr-only">Which side fills {field.name}</legend>
      <p aria-hidden className="mb-1 font-medium">
        Which side fills it?
      </p>
      {choices.map(({ side, word }) => (
        <label key={side ?? ""} className="flex cursor-pointer items-baseline gap-1.5 py-0.5">
          <input
            type="radio"
            name={name}
            checked={chosen === side}
            onChange={() => onChange(side)}
            className="translate-y-px accent-accent"
          />
          {word}
        </label>
      ))}
      <p className="mt-1 text-ink-soft">An empty cell never wins over a value. What loses is kept.</p>
    </fieldset>
  );
}

/** Nothing to ask where no side is new to the field, or only one side has it. */
export function fillChoices(registry: RegistryView, draft: MappingDraft, field: FieldDraft) {
  const fresh = field.isRemoved ? [] : freshOn(draft, registry, field.ref);
  const read = registry.sides.filter(({ id }) => {
    const { direction } = cellOf(draft, id, field.ref);
    return direction === "both" || direction === "in";
  });
  if (fresh.length === 0 || read.length === 0) return [];
  const isMerged = field.storedName !== null;
  const known = isMerged ? read.find(({ id }) => !fresh.includes(id)) : undefined;
  return [
    ...(known ? [{ side: known.id, word: "What the registry has" }] : []),
    ...read
      .filter(({ id }) => !isMerged || fresh.includes(id))
      .map((side) => ({ side: side.id, word: `${kindWord(side.kind)}: ${sideName(side)}` })),
    { side: null, word: "Where both have a value, the conflict strategy decides" },
  ];
}
