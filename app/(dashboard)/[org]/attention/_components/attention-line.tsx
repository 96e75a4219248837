import clsx from "clsx";
import {
  CircleX,
  Columns3,
  FileWarning,
  GitCompareArrows,
  Hand,
  OctagonPause,
  ScanSearch,
} from "lucide-react";
import Link from "next/link";
import { Moment } from "@/components/ui/moment";
import { attentionCount, attentionWord } from "@/lib/format/attention-word";
import { kindWord } from "@/lib/format/setting";
import type { AttentionGroupView } from "@/lib/services/attention/attention-group";

const LOOKS: Readonly<Record<AttentionGroupView["kind"], { icon: typeof Hand; colour: string }>> = {
  connection: { icon: CircleX, colour: "text-bad" },
  stopped: { icon: OctagonPause, colour: "text-stop" },
  approval: { icon: Hand, colour: "text-warn" },
  drift: { icon: ScanSearch, colour: "text-warn" },
  conflict: { icon: GitCompareArrows, colour: "text-warn" },
  issue: { icon: FileWarning, colour: "text-warn" },
  columns: { icon: Columns3, colour: "text-ink-soft" },
};

interface Props {
  readonly group: AttentionGroupView;
  readonly href: string;
  readonly at: number;
  readonly isOpen: boolean;
  /** The one that Tab comes to. */
  readonly isReached: boolean;
  readonly reach: () => void;
}

export function AttentionLine({ group, href, at, isOpen, isReached, reach }: Props) {
  const { kind, registry, system, title, count, firstSeen, lastSeen, expiresAt } = group;
  const { icon: Icon, colour } = LOOKS[kind];
  return (
    <Link
      href={href}
      scroll={false}
      data-index={at}
      tabIndex={isReached ? 0 : -1}
      onFocus={reach}
      aria-current={isOpen || undefined}
      className={clsx(
        "flex items-start gap-2.5 px-3 py-2.5 outline-offset-[-2px]",
        isOpen ? "bg-accent-soft/60" : "hover:bg-sunken/60",
      )}
    >
      <Icon size={16} aria-hidden className={clsx("mt-0.5 shrink-0", colour)} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="line-clamp-2 min-w-0 flex-1 font-medium break-words">{title}</span>
          <span className="shrink-0 text-xs text-ink-soft tabular-nums">{attentionCount(kind, count)}</span>
        </span>
        <span className="mt-0.5 block text-xs text-ink-soft">
          {[attentionWord(kind), registry?.name, system && kindWord(system)]
            .filter((part) => part && part !== title)
            .join(" · ")}
        </span>
        <Seen first={firstSeen} last={lastSeen} expires={expiresAt} />
      </span>
    </Link>
  );
}

interface SeenProps {
  readonly first: string | null;
  readonly last: string | null;
  readonly expires: string | null;
}

function Seen({ first, last, expires }: SeenProps) {
  if (first === null) return null;
  return (
    <span className="block text-xs text-ink-faint">
      first seen <Moment at={first} />
      {last !== first && (
        <>
          , last <Moment at={last} />
        </>
      )}
      {expires && (
        <>
          , ends <Moment at={expires} isDue />
        </>
      )}
    </span>
  );
}
