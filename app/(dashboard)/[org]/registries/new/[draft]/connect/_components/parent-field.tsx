import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import { Refusal } from "@/components/ui/refusal";
import type { Parents } from "./use-parents";

export interface ParentWords {
  readonly label: string;
  /** What stands for none; null = a place of the system is always in something. */
  readonly none: string | null;
  /** How one is found that is not among the first; null = all are listed. */
  readonly sought: string | null;
  readonly nothing: string;
}

interface Props {
  readonly words: ParentWords;
  readonly parents: Parents;
}

/** What a new place is made in. */
export function ParentField({ words: { label, none, sought, nothing }, parents }: Props) {
  const { found, chosen } = parents;
  return (
    <>
      {sought !== null && (
        <Labelled label={sought}>
          <input
            type="search"
            maxLength={500}
            value={parents.sought}
            onChange={(event) => parents.seek(event.target.value)}
            className={inputClass()}
          />
        </Labelled>
      )}
      {parents.refusal && <Refusal refusal={parents.refusal} />}
      {found?.length === 0 && none === null && <p className="text-ink-soft">{nothing}</p>}
      {found && (found.length > 0 || none !== null) && (
        <Labelled label={label}>
          <select
            value={chosen?.id ?? ""}
            onChange={(event) => parents.choose(event.target.value)}
            className={inputClass()}
          >
            {none !== null && <option value="">{none}</option>}
            {found.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
        </Labelled>
      )}
    </>
  );
}
