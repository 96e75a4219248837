import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { buttonClass } from "@/components/ui/button";

interface Props {
  readonly label: string;
  readonly value: string;
}

/** A value that has to stand elsewhere, letter by letter. */
export function CopiedValue({ label, value }: Props) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="w-44 shrink-0 text-xs text-ink-soft">{label}</span>
      <code className="min-w-0 flex-1 basis-44 font-mono text-xs break-all select-all">{value}</code>
      <button type="button" aria-label={`Copy ${label}`} onClick={copy} className={buttonClass("quiet")}>
        {copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
        {copied ? "Copied" : "Copy"}
      </button>
    </div>
  );
}
