import { Lock } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import type { DraftTodo } from "@/lib/services/drafts/draft-view";
import { useWizard } from "./wizard-context";
import { stepWord } from "./wizard-steps";

/** In place of a step that cannot be entered yet: what is missing, and the way there. */
export function LockedStep({ lockedBy }: { readonly lockedBy: DraftTodo }) {
  const { base } = useWizard();
  return (
    <div className="card flex flex-col items-center px-6 py-14 text-center">
      <span className="grid size-10 place-items-center rounded-full bg-calm-soft text-ink-soft">
        <Lock size={18} aria-hidden />
      </span>
      <h2 className="mt-3 font-medium">{lockedBy.message}</h2>
      {lockedBy.remedy && <p className="mt-1 max-w-md text-ink-soft">{lockedBy.remedy}</p>}
      <Link href={`${base}/${lockedBy.step}`} className={buttonClass("primary", "mt-4")}>
        Go to {stepWord(lockedBy.step)}
      </Link>
    </div>
  );
}
