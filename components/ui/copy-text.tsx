import { CopyButton } from "./copy-button";

interface Props {
  /** What it is for, for who does not see where it stands. */
  readonly label: string;
  readonly text: string;
  /** Beside others of its kind, under its own name; else boxed, alone. */
  readonly isNamed?: boolean;
}

/** SQL, an address, a value that has to stand elsewhere, letter by letter. */
export function CopyText({ label, text, isNamed = false }: Props) {
  if (!isNamed)
    return (
      <span className="mt-1.5 flex max-w-3xl items-center gap-2 rounded-card border bg-sunken py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 py-1 font-mono text-xs break-words whitespace-pre-wrap select-all">
          {text}
        </code>
        <CopyButton label={`Copy for ${label}`} text={text} />
      </span>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="w-44 shrink-0 text-xs text-ink-soft">{label}</span>
      <code className="min-w-0 flex-1 basis-44 font-mono text-xs break-all select-all">{text}</code>
      <CopyButton label={`Copy ${label}`} text={text} />
    </div>
  );
}
