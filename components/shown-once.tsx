import { buttonClass } from "./ui/button";
import { CopyButton } from "./ui/copy-button";

interface Props {
  /** What it is, and that it is shown now and never again. */
  readonly says: string;
  readonly text: string;
  readonly onPutAway: () => void;
}

/** A secret that was just made, until it is put away. */
export function ShownOnce({ says, text, onPutAway }: Props) {
  return (
    <div role="status" className="bg-good-soft p-4">
      <p className="font-medium">{says}</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <code className="min-w-0 rounded-control border border-line-strong bg-surface px-2.5 py-1.5 font-mono text-xs break-all select-all">
          {text}
        </code>
        <CopyButton look="plain" label="Copy" text={text} />
        <button type="button" onClick={onPutAway} className={buttonClass("quiet")}>
          Done
        </button>
      </div>
    </div>
  );
}
