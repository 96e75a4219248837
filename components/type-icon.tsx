import {
  Braces,
  Calendar,
  CalendarClock,
  CircleDot,
  Clock,
  Hash,
  Link2,
  ListChecks,
  type LucideIcon,
  SquareCheck,
  Type,
} from "lucide-react";
import { typeWord } from "@/lib/format/cell";

const ICONS: Readonly<Record<string, LucideIcon>> = {
  text: Type,
  number: Hash,
  integer: Hash,
  boolean: SquareCheck,
  date: Calendar,
  datetime: CalendarClock,
  "local-datetime": Clock,
  select: CircleDot,
  "multi-select": ListChecks,
  json: Braces,
  relation: Link2,
};

interface Props {
  readonly type: string;
  /** What the system itself calls it, where that is told. */
  readonly native?: string | undefined;
}

/** A field's type as a sign, with its word for those who do not see it. */
export function TypeIcon({ type, native }: Props) {
  const Icon = ICONS[type] ?? Type;
  const word = native === undefined ? typeWord(type) : `${typeWord(type)} (${native})`;
  return (
    <span title={word} className="inline-flex shrink-0 text-ink-faint">
      <Icon size={14} role="img" aria-label={word} />
    </span>
  );
}
