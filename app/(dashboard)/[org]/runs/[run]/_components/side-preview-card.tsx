import clsx from "clsx";
import { KindIcon } from "@/components/ui/kind-icon";
import { counted, formatCount } from "@/lib/format/count";
import { estimateSentence } from "@/lib/format/matching";
import { sideName } from "@/lib/format/side";
import type { SidePreview } from "@/lib/services/matching/match-preview";
import type { SideView } from "@/lib/services/registries/registry-view";

interface Props {
  readonly side: SideView;
  readonly preview: SidePreview;
}

/** One side: rows gained, changed and removed, what its records are in the plan, and what writing them costs. */
export function SidePreviewCard({ side, preview }: Props) {
  const { read, create, update, changedCells } = preview;
  return (
    <li className="card flex min-w-0 flex-col px-4 py-3" aria-label={sideName(side)}>
      <p className="flex items-center gap-2 font-medium">
        <KindIcon kind={side.kind} />
        <span className="truncate">{sideName(side)}</span>
      </p>
      <p className="mt-2 flex flex-wrap gap-x-3.5 text-[0.9375rem] font-medium tabular-nums">
        <Figure sign="+" value={create} word="new" tone="text-good" />
        <Figure sign="~" value={update} word="changed" tone="text-ink" />
        <Figure sign="−" value={preview.delete} word="removed" tone="text-bad" />
      </p>
      <p className="mt-1 text-xs text-ink-soft tabular-nums">
        {counted(read, "record")} read, {formatCount(read + create - preview.delete)} afterwards
        {update > 0 && ` · ${counted(changedCells, "cell")} in the changed rows`}
      </p>
      <ul className="mt-2 space-y-0.5 text-xs text-ink-soft tabular-nums">
        {linesOf(preview).map(({ text, isOdd }) => (
          <li key={text} className={clsx(isOdd && "text-warn")}>
            {text}
          </li>
        ))}
      </ul>
      <p className="mt-auto pt-2.5 text-xs text-ink-faint">{estimateSentence(preview.estimate)}</p>
    </li>
  );
}

interface Line {
  readonly text: string;
  readonly isOdd: boolean;
}

/** What became of the side's records, where there is something to tell. */
function linesOf({ records }: SidePreview): Line[] {
  if (records === null)
    return [{ text: "What became of its records was not noted by this run.", isOdd: true }];
  const told: [number, string, boolean][] = [
    [records.matched, `${counted(records.matched, "record")} matched by key`, false],
    [records.fresh, `${counted(records.fresh, "record")} only here: new for the others`, false],
    [records.unmatched, `${counted(records.unmatched, "record")} without a match: left alone`, false],
    [records.excluded, `${counted(records.excluded, "record")} kept out by a person`, false],
    [records.duplicate, `${counted(records.duplicate, "record")} with a key that is here twice`, true],
    [records.collision, `${counted(records.collision, "record")} with a key that another side has`, true],
    [records.keyless, `${counted(records.keyless, "record")} without a key`, true],
    [
      records.waiting,
      `${counted(records.waiting, "record")} whose key is another's until the next run`,
      true,
    ],
    [
      records.unreadCells,
      `${counted(records.unreadCells, "cell")} not read: what they change is not known`,
      true,
    ],
  ];
  return told.flatMap(([count, text, isOdd]) => (count === 0 ? [] : [{ text, isOdd }]));
}

interface FigureProps {
  readonly sign: string;
  readonly value: number;
  readonly word: string;
  readonly tone: string;
}

function Figure({ sign, value, word, tone }: FigureProps) {
  return (
    <span className={clsx("whitespace-nowrap", value === 0 ? "text-ink-faint" : tone)}>
      {sign}
      {formatCount(value)} <span className="text-xs font-normal text-ink-soft">{word}</span>
    </span>
  );
}
