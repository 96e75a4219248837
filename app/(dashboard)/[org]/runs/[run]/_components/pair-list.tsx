"use client";

import { Link2 } from "lucide-react";
import { useState } from "react";
import type { Page } from "@/components/live/fetch-view";
import { useOlder } from "@/components/live/use-older";
import { buttonClass } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { LoadMore } from "@/components/ui/load-more";
import { counted, formatCount } from "@/lib/format/count";
import { matchModeSentence } from "@/lib/format/matching";
import type { PairView } from "@/lib/services/matching/pair-view";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { keepOut } from "../../../_first-sync/actions";
import { BeginButton } from "../../../_first-sync/begin-button";
import { PairLine } from "./pair-line";

interface Props {
  readonly run: RunView;
  readonly registry: RegistryView;
  readonly initial: Page<PairView>;
  readonly count: number;
  /** The plan still waits to be carried out, so pairs can be unticked. */
  readonly isOpen: boolean;
}

const idOf = (pair: PairView): string => JSON.stringify(pair.key);

/** Records of several sides that the plan takes for one row; each can be unticked until the plan is carried out. */
export function PairList({ run, registry, initial, count, isOpen }: Props) {
  const more = useOlder<PairView>(`/runs/${run.id}/matches`, initial.nextCursor);
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const pairs = [...initial.data, ...more.data];
  if (pairs.length === 0 && run.kind !== "dry-run") return null;
  const toggle = (id: string) =>
    setUnticked((before) =>
      before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]),
    );
  const kind = run.status === "held" ? "sync" : "dry-run";
  const keys = pairs.filter((pair) => unticked.has(idOf(pair))).map(({ key }) => [...key]);
  return (
    <section aria-labelledby="matches" className="mt-7">
      <h2 id="matches" className="mb-1 text-[0.9375rem] font-semibold">
        Matches{" "}
        {count > 0 && (
          <span className="font-normal text-ink-soft tabular-nums">{counted(count, "pair")}</span>
        )}
      </h2>
      <p className="mb-3 text-ink-soft">
        {matchModeSentence(registry.match)}
        {isOpen && pairs.length > 0 && " Untick a pair to leave its records as they are, on every side."}
      </p>
      <div className="card">
        {pairs.length === 0 ? (
          <Empty icon={Link2} title="No new matches">
            {`${counted(run.counts.unchanged, "row was", "rows were")} agreed before; no record of another side has the key of one that is new.`}
          </Empty>
        ) : (
          <ul className="divide-y divide-line">
            {pairs.map((pair) => (
              <PairLine
                key={idOf(pair)}
                pair={pair}
                registry={registry}
                isTicked={!unticked.has(idOf(pair))}
                onToggle={isOpen ? () => toggle(idOf(pair)) : null}
              />
            ))}
          </ul>
        )}
        {unticked.size > 0 && (
          <div className="sticky bottom-0 flex max-md:bottom-14 flex-wrap items-center justify-end gap-2 rounded-b-[10px] border-t bg-raised px-4 py-3">
            <p className="mr-auto text-ink-soft">
              Their records make neither a row nor a change, in later runs too.
            </p>
            <button type="button" onClick={() => setUnticked(new Set())} className={buttonClass("quiet")}>
              Tick them again
            </button>
            <BeginButton
              look="primary"
              begin={(org) => keepOut(org, registry.id, { runId: run.id, keys, kind })}
              label={`Save: ${formatCount(unticked.size)} ${unticked.size === 1 ? "pair" : "pairs"} kept out`}
            />
          </div>
        )}
      </div>
      <LoadMore list={more} word="Load more pairs" />
    </section>
  );
}
