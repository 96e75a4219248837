import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { buttonClass } from "@/components/ui/button";
import type { CreatedApiKeyView } from "@/lib/services/api-keys/change-api-keys";

interface Props {
  readonly made: CreatedApiKeyView;
  readonly onPutAway: () => void;
}

/** The text of a key that was just made. */
export function NewKey({ made, onPutAway }: Props) {
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async () => {
    await navigator.clipboard.writeText(made.key);
    setCopied(made.key);
  };
  return (
    <div role="status" className="bg-good-soft p-4">
      <p className="font-medium">{made.name} is made. Copy it now: it is not shown again.</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <code className="min-w-0 rounded-[7px] border border-line-strong bg-surface px-2.5 py-1.5 font-mono text-xs break-all select-all">
          {made.key}
        </code>
        <button type="button" onClick={copy} className={buttonClass("plain")}>
          {copied === made.key ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          {copied === made.key ? "Copied" : "Copy"}
        </button>
        <button type="button" onClick={onPutAway} className={buttonClass("quiet")}>
          Done
        </button>
      </div>
    </div>
  );
}
