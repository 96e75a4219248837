import { CircleCheck } from "lucide-react";
import { Problem } from "@/components/ui/problem";
import { CONSENT_ENDINGS } from "@/lib/services/connections/consent-notice";

interface Props {
  /** The word in the page's address; anything that is none of ours says nothing. */
  readonly ending: string | null;
  readonly missing: readonly string[];
  /** Where the spreadsheets of what was connected are chosen; null = there is nothing to choose. */
  readonly choose: string | null;
}

const CALM: Partial<Record<string, string>> = {
  connected: "Connected. Registries can use it from now on.",
  reconnected: "Reconnected. Registries that waited for it are running again.",
  declined: "Nothing was connected, as you chose. You can connect whenever you like.",
};

const PROBLEMS: Partial<Record<string, { title: string; remedy: string }>> = {
  expired: {
    title: "That way of connecting is over.",
    remedy: "It can be used once, within ten minutes, in the browser that began it. Connect again from here.",
  },
  failed: {
    title: "The provider did not let us connect.",
    remedy: "Nothing was changed. Connect again; if it stays so, use a token or a key instead.",
  },
  unreached: {
    title: "The provider could not be asked just now.",
    remedy: "Nothing was changed. Try again in a few minutes.",
  },
  "other-account": {
    title: "The question about the other account is over.",
    remedy: "Nothing was changed. Reconnect again, with the account that is meant.",
  },
};

/** How the way to a provider and back ended. */
export function ConsentNotice({ ending, missing, choose }: Props) {
  const word = CONSENT_ENDINGS.find((one) => one === ending);
  if (word === undefined) return null;
  const calm = CALM[word];
  if (calm)
    return (
      <p role="status" className="mb-5 flex items-center gap-2 rounded-[10px] bg-good-soft px-3.5 py-3">
        <CircleCheck size={16} aria-hidden className="shrink-0 text-good" />
        {calm}
        {choose && (
          <a href={choose} className="font-medium text-accent hover:underline">
            Choose its spreadsheets
          </a>
        )}
      </p>
    );
  const problem = PROBLEMS[word];
  return (
    <div className="mb-5">
      {problem ? (
        <Problem title={problem.title} remedy={problem.remedy} />
      ) : (
        <Problem
          tone="warn"
          title="Google was not allowed all that a sync needs, so nothing was connected."
          remedy="Connect again and leave these boxes ticked:"
        >
          <ul className="mt-1 list-disc pl-5">
            {missing.map((what) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        </Problem>
      )}
    </div>
  );
}
