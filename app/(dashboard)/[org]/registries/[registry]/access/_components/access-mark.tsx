import clsx from "clsx";
import { Eye, Minus, Pencil, Undo2 } from "lucide-react";
import { accessWord } from "@/lib/format/cell";

const MARKS: Record<string, { readonly icon: typeof Pencil; readonly tone: string }> = {
  both: { icon: Pencil, tone: "text-good" },
  in: { icon: Eye, tone: "text-accent" },
  out: { icon: Undo2, tone: "text-warn" },
  off: { icon: Minus, tone: "text-ink-faint" },
};

/** Whether a field may be edited on a side, in a word and a sign. */
export function AccessMark({ direction }: { readonly direction: string }) {
  const { word, meaning } = accessWord(direction);
  const { icon: Icon, tone } = MARKS[direction] ?? { icon: Minus, tone: "text-ink-faint" };
  return (
    <span title={meaning} className={clsx("inline-flex items-center gap-1.5 whitespace-nowrap", tone)}>
      <Icon size={14} aria-hidden />
      {word}
    </span>
  );
}
