import { LoaderCircle } from "lucide-react";
import { useState, useTransition } from "react";
import type { Refusal as RefusalView } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { Refusal } from "@/components/ui/refusal";
import { counted, formatCount } from "@/lib/format/count";
import { type Proposed, propose } from "../actions";
import type { ToolProps } from "./control-props";
import { type SchemaJson, withKeywords, withRequired } from "./edit-document";

type Proposal = Proposed["proposals"][number];

const added = (document: SchemaJson, { field, kind, keywords }: Proposal): SchemaJson => {
  const asked = withKeywords(document, field, keywords);
  return kind === "required" ? withRequired(asked, field, true) : asked;
};

/** Rules that nearly all rows keep to already; a person ticks the ones that are meant. */
export function ProposePanel({ registry, document, onReplace }: ToolProps) {
  const org = useOrganization();
  const [isLooking, start] = useTransition();
  const [refusal, setRefusal] = useState<RefusalView | null>(null);
  const [found, setFound] = useState<Proposed | null>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const look = () =>
    start(async () => {
      const answered = await propose(org, registry.id);
      setRefusal(answered.refusal);
      setFound(answered.view);
      setTicked(new Set((answered.view?.proposals ?? []).filter(isSafe).map(({ id }) => id)));
    });
  const usable = (found?.proposals ?? []).filter(asksSomething);
  const chosen = usable.filter(({ id }) => ticked.has(id));
  const toggle = (id: string) =>
    setTicked(
      (before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]),
    );
  if (found === null)
    return (
      <div className="space-y-3">
        <p className="text-ink-soft">
          Looks at up to 20,000 rows for what nearly all of them keep to already. Nothing is stored.
        </p>
        {refusal && <Refusal refusal={refusal} />}
        <button type="button" onClick={look} disabled={isLooking} className={buttonClass("primary")}>
          {isLooking && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
          Look at the rows
        </button>
      </div>
    );
  return (
    <div className="space-y-3">
      <p className="text-ink-soft">
        {usable.length === 0
          ? `No rule stands out in ${counted(found.checked, "row")}.`
          : `What ${counted(found.checked, "row")} keep to. Tick what is meant to hold.`}
      </p>
      <ul className="space-y-1.5">
        {usable.map((proposal) => (
          <li key={proposal.id}>
            <label className="flex items-start gap-2">
              <input
                type="checkbox"
                checked={ticked.has(proposal.id)}
                onChange={() => toggle(proposal.id)}
                className="mt-0.5 accent-[var(--accent)]"
              />
              <span className="min-w-0 flex-1">{proposal.text}</span>
              <span className={proposal.failing > 0 ? "text-warn" : "text-ink-faint"}>
                {proposal.failing > 0
                  ? `${formatCount(proposal.failing)} ${proposal.failing === 1 ? "row fails" : "rows fail"} now`
                  : "no row fails"}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {usable.length > 0 && (
        <button
          type="button"
          disabled={chosen.length === 0}
          onClick={() => onReplace(chosen.reduce(added, document))}
          className={buttonClass("primary")}
        >
          Add {counted(chosen.length, "rule")}
        </button>
      )}
    </div>
  );
}

/** A unique key is kept by the registry itself; it asks nothing of a schema. */
const asksSomething = ({ kind, keywords }: Proposal): boolean =>
  kind === "required" || Object.keys(keywords).length > 0;

const isSafe = (proposal: Proposal): boolean => asksSomething(proposal) && proposal.failing === 0;
