import clsx from "clsx";
import { Clock, ShieldAlert, ShieldCheck } from "lucide-react";
import type { Standing } from "@/lib/services/audit/prove-entries";

const LOOKS: Readonly<Record<Standing, { word: string; means: string; tone: string; icon: typeof Clock }>> = {
  verified: {
    word: "verified",
    means: "This entry and its values were found in the signed checkpoint.",
    tone: "text-good",
    icon: ShieldCheck,
  },
  pending: {
    word: "not yet in a checkpoint",
    means: "It is newer than the last checkpoint; the next one, within a minute, covers it.",
    tone: "text-ink-faint",
    icon: Clock,
  },
  failed: {
    word: "not as it was signed",
    means:
      "What is stored is not what the checkpoint was signed over. Ask an operator to run the audit check.",
    tone: "text-bad",
    icon: ShieldAlert,
  },
};

interface Props {
  readonly standing: Standing;
  /** The word stands beside the sign. */
  readonly isNamed?: boolean;
}

/** Whether an entry was held against a signed checkpoint, and what came of it. */
export function StandingTick({ standing, isNamed = false }: Props) {
  const { word, means, tone, icon: Icon } = LOOKS[standing];
  return (
    <span className={clsx("inline-flex items-center gap-1", tone)} title={means}>
      <Icon size={14} aria-hidden className="shrink-0" />
      <span className={clsx(!isNamed && "sr-only")}>{word}</span>
    </span>
  );
}
