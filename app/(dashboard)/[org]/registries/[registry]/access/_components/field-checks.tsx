interface Props {
  readonly fields: readonly string[];
  readonly picked: readonly string[];
  readonly onPick: (picked: readonly string[]) => void;
}

/** The fields that a preset is for. */
export function FieldChecks({ fields, picked, onPick }: Props) {
  const toggle = (field: string, isPicked: boolean) =>
    onPick(fields.filter((own) => (own === field ? isPicked : picked.includes(own))));
  return (
    <fieldset className="mt-3">
      <legend className="eyebrow mb-1.5">Fields</legend>
      <div className="flex flex-wrap gap-1.5">
        {fields.map((field) => (
          <label
            key={field}
            className="flex cursor-pointer items-center gap-1.5 rounded-[7px] border px-2 py-1 has-checked:border-accent has-checked:bg-accent-soft has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent"
          >
            <input
              type="checkbox"
              checked={picked.includes(field)}
              onChange={(event) => toggle(field, event.target.checked)}
              className="size-3.5 accent-[var(--accent)]"
            />
            {field}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
