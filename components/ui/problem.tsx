import { OctagonPause, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

interface Props {
  readonly title: string;
  readonly remedy: string | null;
  /** `stop` = a safety rule, not a failure. */
  readonly tone?: "bad" | "warn" | "stop";
  readonly children?: ReactNode;
}

const LOOKS = {
  bad: "border-bad/30 bg-bad-soft [&_svg]:text-bad",
  warn: "border-warn/30 bg-warn-soft [&_svg]:text-warn",
  stop: "border-stop/30 bg-stop-soft [&_svg]:text-stop",
};

/** Something that went wrong, and how to mend it. */
export function Problem({ title, remedy, tone = "bad", children }: Props) {
  const Icon = tone === "stop" ? OctagonPause : TriangleAlert;
  return (
    <div role="alert" className={`flex gap-2.5 rounded-[10px] border px-3.5 py-3 ${LOOKS[tone]}`}>
      <Icon size={17} aria-hidden className="mt-0.5 shrink-0" />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        {remedy && <p className="mt-0.5 text-ink-soft">{remedy}</p>}
        {children}
      </div>
    </div>
  );
}
