import { CircleAlert, CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { CopyText } from "@/components/ui/copy-text";
import { checkWord } from "@/lib/format/connection-word";

/** A line of a connection's or a place's check list. */
interface Line {
  readonly name: string;
  /** Null = it could not be tried. */
  readonly ok: boolean | null;
  readonly message: string;
  readonly remedy: string | null;
  readonly copy?: string | undefined;
}

/** What was tried, each with a tick, or with what mends it and what is to be pasted for that. */
export function CheckList({ checks }: { readonly checks: readonly Line[] }) {
  return (
    <ul className="mt-3 space-y-2.5 border-t pt-3">
      {checks.map((check) => (
        <li key={check.name} className="flex gap-2">
          <Sign check={check} />
          <span className="min-w-0 flex-1">
            <span className="font-medium">{checkWord(check.name)}</span>{" "}
            <span className="text-ink-soft">{check.message}</span>
            {check.remedy && <span className="block">{check.remedy}</span>}
            {check.copy && <CopyText label={checkWord(check.name).replace(":", "")} text={check.copy} />}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Sign({ check: { ok, remedy } }: { readonly check: Line }) {
  const { icon: Icon, label, tone } = signOf(ok, remedy !== null);
  return <Icon size={15} role="img" aria-label={label} className={`mt-0.5 shrink-0 ${tone}`} />;
}

function signOf(ok: Line["ok"], hasRemedy: boolean) {
  if (ok === null) return { icon: CircleDashed, label: "Not tried", tone: "text-ink-faint" };
  if (!ok) return { icon: CircleX, label: "Failed", tone: "text-bad" };
  return hasRemedy
    ? { icon: CircleAlert, label: "Passed, within a limit", tone: "text-warn" }
    : { icon: CircleCheck, label: "Passed", tone: "text-good" };
}
