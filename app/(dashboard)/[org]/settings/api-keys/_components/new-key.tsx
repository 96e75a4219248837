import { buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { CreatedApiKeyView } from "@/lib/services/api-keys/change-api-keys";

interface Props {
  readonly made: CreatedApiKeyView;
  readonly onPutAway: () => void;
}

/** The text of a key that was just made. */
export function NewKey({ made, onPutAway }: Props) {
  return (
    <div role="status" className="bg-good-soft p-4">
      <p className="font-medium">{made.name} is made. Copy it now: it is not shown again.</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <code className="min-w-0 rounded-[7px] border border-line-strong bg-surface px-2.5 py-1.5 font-mono text-xs break-all select-all">
          {made.key}
        </code>
        <CopyButton look="plain" label={`Copy the key ${made.name}`} text={made.key} />
        <button type="button" onClick={onPutAway} className={buttonClass("quiet")}>
          Done
        </button>
      </div>
    </div>
  );
}
