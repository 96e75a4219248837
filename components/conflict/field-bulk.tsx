"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState, useTransition } from "react";
import { counted, formatCount } from "@/lib/format/count";
import { kindWord } from "@/lib/format/setting";
import type { OpenConflictsView } from "@/lib/services/conflicts/list-conflicts";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { type ActionResult, UNREACHED } from "../action";
import { useDecisions } from "../live/last-decision";
import { useOrganization } from "../live/organization";
import { buttonClass } from "../ui/button";
import { inputClass } from "../ui/input";
import type { BulkPlan } from "./bulk-confirm";
import type { ConflictActions } from "./conflict-actions";

// Fetched when it is to be confirmed.
const BulkConfirm = lazy(() => import("./bulk-confirm").then((module) => ({ default: module.BulkConfirm })));

interface Props {
  readonly registry: RegistryView;
  readonly count: OpenConflictsView;
  readonly actions: ConflictActions;
  readonly done: (sentence: string) => void;
}

/** All conflicts of one field at once, now or from now on; each is shown before it is done. */
export function FieldBulk({ registry, count, actions, done }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const { note } = useDecisions();
  const [side, setSide] = useState(registry.sides[0]?.id ?? "");
  const [plan, setPlan] = useState<BulkPlan | null>(null);
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const [isPending, start] = useTransition();
  const given = { field: count.field, side };
  const name = kindWord(registry.sides.find(({ id }) => id === side)?.kind ?? "");
  const show = () =>
    start(async () => {
      const { preview, problem: refused } = await actions
        .previewAll(org, registry.id, given)
        .catch(() => ({ ...UNREACHED, preview: null }));
      setProblem(refused);
      setPlan(preview && { kind: "all", ...preview });
    });
  const chooseAll = async (): Promise<ActionResult> => {
    const result = await actions.chooseAll(org, registry.id, given);
    const { decided, decidedAt } = result;
    if (decidedAt === null) return result;
    const said = `${counted(decided, "conflict")} on ${count.field} decided for ${name}`;
    note({ said, takeBack: () => actions.reopenAll(org, registry.id, decidedAt) });
    done(`${said}. U takes all of it back until a run has taken it in.`);
    return result;
  };
  const makeRule = async (): Promise<ActionResult> => {
    const result = await actions.makeRule(org, registry.id, given);
    if (result.problem) return result;
    const said = `${name} is the rule for ${count.field}`;
    note({ said, remedy: "A rule stands until it is changed in the registry's settings." });
    done(`${said}.`);
    return result;
  };
  const carryOut = (what: BulkPlan["kind"]) =>
    start(async () => {
      const { problem: refused } = await (what === "all" ? chooseAll() : makeRule()).catch(() => UNREACHED);
      setProblem(refused);
      if (refused) return;
      setPlan(null);
      router.refresh();
    });
  return (
    <li className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="mr-auto">
          <span className="font-medium">{count.field}</span>{" "}
          <span className="text-ink-soft">{counted(count.open, "conflict")}</span>
        </span>
        <select
          aria-label={`Side for ${count.field}`}
          value={side}
          onChange={(event) => {
            setSide(event.target.value);
            setPlan(null);
          }}
          className={inputClass()}
        >
          {registry.sides.map(({ id, kind }, at) => (
            <option key={id} value={id}>
              {`${at + 1} ${kindWord(kind)}`}
            </option>
          ))}
        </select>
        {count.open > 1 && (
          <button type="button" onClick={show} disabled={isPending} className={buttonClass("plain")}>
            For all {formatCount(count.open)} conflicts on {count.field} use {name}…
          </button>
        )}
        <button
          type="button"
          onClick={() =>
            setPlan({ kind: "rule", matched: count.open, decided: count.bySide[side] ?? 0, sample: [] })
          }
          disabled={isPending}
          className={buttonClass("quiet")}
        >
          Make this the rule for {count.field}…
        </button>
      </div>
      {plan && (
        <Suspense>
          <BulkConfirm
            plan={plan}
            field={count.field}
            side={name}
            isPending={isPending}
            confirm={() => carryOut(plan.kind)}
            cancel={() => setPlan(null)}
          />
        </Suspense>
      )}
      {problem && (
        <p role="alert" className="mt-2 text-bad">
          {problem.message} {problem.remedy}
        </p>
      )}
    </li>
  );
}
