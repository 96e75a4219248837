"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { buttonClass } from "@/components/ui/button";

interface Props {
  /** What it is for, for who does not see where it stands. */
  readonly label: string;
  readonly text: string;
}

/** SQL, a line of a file or an address that has to stand elsewhere, letter by letter. */
export function CopiedText({ label, text }: Props) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <span className="mt-1.5 flex max-w-3xl items-center gap-2 rounded-[10px] border bg-sunken py-1 pr-1 pl-3">
      <code className="min-w-0 flex-1 py-1 font-mono text-xs break-words whitespace-pre-wrap select-all">
        {text}
      </code>
      <button type="button" aria-label={`Copy for ${label}`} onClick={copy} className={buttonClass("quiet")}>
        {isCopied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
        {isCopied ? "Copied" : "Copy"}
      </button>
    </span>
  );
}
