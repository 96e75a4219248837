import { KindIcon } from "@/components/ui/kind-icon";
import { keyText } from "@/lib/format/cell";
import type { PairView } from "@/lib/services/matching/pair-view";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { PairDifferences } from "./pair-differences";

interface Props {
  readonly pair: PairView;
  readonly registry: RegistryView;
  readonly isTicked: boolean;
  /** Null where it cannot be changed any more. */
  readonly onToggle: (() => void) | null;
}

const listed = ({ notCompared }: PairView): string => notCompared.join(", ");

/** One proposed row: its key, the sides that hold it, and the fields in which they differ. */
export function PairLine({ pair, registry, isTicked, onToggle }: Props) {
  const sides = registry.sides.filter((side) => pair.records.some((record) => record.side === side.id));
  const name = (
    <>
      <span className="flex gap-1">
        {sides.map((side) => (
          <KindIcon key={side.id} kind={side.kind} size={15} />
        ))}
      </span>
      <span
        className={`truncate font-mono text-xs font-medium ${isTicked ? "" : "text-ink-faint line-through"}`}
        title={keyText(pair.key)}
      >
        {keyText(pair.key)}
      </span>
    </>
  );
  return (
    <li className="grid gap-x-4 gap-y-2 px-4 py-2.5 sm:grid-cols-[minmax(170px,230px)_minmax(0,1fr)]">
      {onToggle ? (
        <label className="flex min-w-0 cursor-pointer items-center gap-2.5 self-start">
          <input
            type="checkbox"
            checked={isTicked}
            onChange={onToggle}
            className="size-3.5 accent-[var(--accent)]"
          />
          {name}
        </label>
      ) : (
        <p className="flex min-w-0 items-center gap-2.5 self-start">{name}</p>
      )}
      <div className="min-w-0">
        {pair.differences.length > 0 && <PairDifferences pair={pair} sides={sides} />}
        {pair.notCompared.length > 0 ? (
          <p className="text-warn">Not compared, as a value could not be read or accepted: {listed(pair)}</p>
        ) : (
          pair.differences.length === 0 && <p className="text-ink-faint">Equal in every field</p>
        )}
      </div>
    </li>
  );
}
