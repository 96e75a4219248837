import clsx from "clsx";
import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  Hand,
  LoaderCircle,
  OctagonPause,
  TriangleAlert,
} from "lucide-react";
import type { Tone } from "@/lib/format/registry-state";

const LOOKS: Record<Tone, { look: string; icon: typeof CircleCheck }> = {
  calm: { look: "bg-calm-soft text-ink-soft", icon: CircleDashed },
  good: { look: "bg-good-soft text-good", icon: CircleCheck },
  busy: { look: "bg-accent-soft text-accent", icon: LoaderCircle },
  warn: { look: "bg-warn-soft text-warn", icon: TriangleAlert },
  bad: { look: "bg-bad-soft text-bad", icon: CircleX },
  // A safety stop has a shape and an outline of its own, so that nobody takes it for a failure.
  stop: { look: "bg-stop-soft text-stop ring-1 ring-inset ring-stop/40", icon: OctagonPause },
};

const OWN_ICONS: Record<string, typeof CircleCheck> = { Paused: CirclePause, "Held for approval": Hand };

interface Props {
  readonly tone: Tone;
  readonly word: string;
  readonly title?: string | undefined;
}

/** A state in one word, with an icon so that it does not depend on colour. */
export function Chip({ tone, word, title }: Props) {
  const Icon = OWN_ICONS[word] ?? LOOKS[tone].icon;
  return (
    <span
      title={title}
      className={clsx(
        "inline-flex items-center gap-1 rounded-full py-0.5 pr-2 pl-1.5 text-xs font-medium whitespace-nowrap",
        LOOKS[tone].look,
      )}
    >
      <Icon
        size={13}
        strokeWidth={2.1}
        aria-hidden
        className={clsx(tone === "busy" && "animate-spin [animation-duration:1.8s]")}
      />
      {word}
    </span>
  );
}
