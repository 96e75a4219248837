import clsx from "clsx";
import type { Value } from "@/lib/engine/value";
import { cellText } from "@/lib/format/cell";

/** A cell's value. No value and the empty text look different, because they are. */
export function CellValue({ value, className }: { readonly value: Value; readonly className?: string }) {
  if (value === null) return <span className="text-ink-faint select-none">–</span>;
  if (value === "") return <span className="text-ink-faint italic">empty text</span>;
  if (Array.isArray(value))
    return (
      <span className="inline-flex flex-wrap gap-1">
        {value.map((member) => (
          <span key={member} className={clsx("rounded bg-calm-soft px-1.5", className)}>
            {member}
          </span>
        ))}
      </span>
    );
  const text = cellText(value);
  return (
    <span
      title={typeof value === "string" && text !== value ? value : undefined}
      className={clsx("break-words", className)}
    >
      {text}
    </span>
  );
}
