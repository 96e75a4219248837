import { inputClass } from "@/components/ui/input";
import { typeWord } from "@/lib/format/cell";
import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { SideColumnsView } from "@/lib/services/registries/look-at-registry";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { freeColumns, type MappingDraft, withColumn } from "./mapping-draft";

interface Props {
  readonly registry: RegistryView;
  readonly looks: readonly SideColumnsView[];
  readonly draft: MappingDraft;
  readonly onChange: (draft: MappingDraft) => void;
}

/** Makes a field of a column that none is mapped to. */
export function AddField({ registry, looks, draft, onChange }: Props) {
  const groups = registry.sides.flatMap((side) => {
    const look = looks.find((one) => one.side === side.id);
    const columns = look ? freeColumns(draft, look) : [];
    return columns.length === 0 ? [] : [{ side, columns }];
  });
  if (groups.length === 0)
    return <p className="px-4 py-3 text-xs text-ink-soft">Every column that can carry a field is mapped.</p>;
  const add = (value: string) => {
    const [side, ...rest] = value.split(" ");
    const column = groups
      .find((group) => group.side.id === side)
      ?.columns.find(({ id }) => id === rest.join(" "));
    if (side && column) onChange(withColumn(draft, { side, column }, looks));
  };
  return (
    <div className="px-4 py-3">
      <select
        aria-label="Add a field from a column"
        value=""
        onChange={(event) => add(event.target.value)}
        className={inputClass("max-w-full")}
      >
        <option value="">Add a field from a column…</option>
        {groups.map(({ side, columns }) => (
          <optgroup key={side.id} label={`${kindWord(side.kind)}: ${sideName(side)}`}>
            {columns.map(({ id, name, carries }) => (
              <option key={id} value={`${side.id} ${id}`}>
                {name} ({typeWord(carries[0] ?? "")})
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}
