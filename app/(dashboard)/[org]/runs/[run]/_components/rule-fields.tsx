import type { HeldRunView } from "@/lib/services/runs/held-run";

/** Changed settings by their names in the registry's `brakes`. */
export type Limits = Readonly<Record<string, number | string>>;

interface Props {
  readonly rule: NonNullable<HeldRunView["brakes"][number]["rule"]>;
  readonly title: string;
  readonly limits: Limits;
  readonly onChange: (changed: Limits) => void;
}

/** One rule's settings with their values as they are now. */
export function RuleFields({ rule, title, limits, onChange }: Props) {
  if (rule.kind === "gate") {
    const { name } = rule.gate;
    return (
      <label className="flex w-fit cursor-pointer items-center gap-2">
        <input
          type="checkbox"
          checked={(limits[name] ?? rule.gate.value) === "hold"}
          onChange={(event) => onChange({ [name]: event.target.checked ? "hold" : "allow" })}
          className="size-3.5 accent-[var(--accent)]"
        />
        Hold for a person: {title}
      </label>
    );
  }
  const { share, floor } = rule;
  const percent = Math.round(Number(limits[share.name] ?? share.value) * 1000) / 10;
  return (
    <fieldset>
      <legend className="font-medium">{title}</legend>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1.5">
        <span>Hold above</span>
        <Amount
          label={`${title}: share in percent`}
          value={percent}
          most={100}
          onChange={(value) => onChange({ [share.name]: value / 100 })}
        />
        <span>% of the rows, and never for</span>
        <Amount
          label={`${title}: rows that always pass`}
          value={Number(limits[floor.name] ?? floor.value)}
          onChange={(value) => onChange({ [floor.name]: Math.round(value) })}
        />
        <span>rows or fewer.</span>
      </div>
    </fieldset>
  );
}

interface AmountProps {
  readonly label: string;
  readonly value: number;
  readonly most?: number;
  readonly onChange: (value: number) => void;
}

function Amount({ label, value, most, onChange }: AmountProps) {
  return (
    <input
      type="number"
      aria-label={label}
      defaultValue={value}
      min={0}
      max={most}
      step="any"
      onChange={(event) => event.target.value !== "" && onChange(Number(event.target.value))}
      className="h-8 w-24 rounded-[7px] border border-line-strong bg-surface px-2 text-right tabular-nums"
    />
  );
}
