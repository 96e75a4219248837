import clsx from "clsx";
import { CircleCheck, Info, OctagonPause, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

interface Props {
  /** `stop` = a safety rule, not a failure. What went wrong is a Problem. */
  readonly tone: "calm" | "good" | "warn" | "stop";
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** A button or a link, at the end. */
  readonly action?: ReactNode;
}

const LOOKS = {
  calm: { look: "border-line-strong bg-calm-soft [&>svg]:text-ink-soft", icon: Info },
  good: { look: "border-good/30 bg-good-soft [&>svg]:text-good", icon: CircleCheck },
  warn: { look: "border-warn/30 bg-warn-soft [&>svg]:text-warn", icon: TriangleAlert },
  stop: { look: "border-stop/30 bg-stop-soft [&>svg]:text-stop", icon: OctagonPause },
};

/** Something that holds for the whole page and stays until it changes. */
export function Banner({ tone, title, children, action }: Props) {
  const { look, icon: Icon } = LOOKS[tone];
  return (
    <div role="status" className={clsx("flex items-start gap-2.5 rounded-card border px-3.5 py-3", look)}>
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children && <div className="mt-0.5 text-ink-soft">{children}</div>}
      </div>
      {action}
    </div>
  );
}
