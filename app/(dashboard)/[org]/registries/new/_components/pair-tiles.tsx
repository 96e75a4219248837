"use client";

import { ArrowLeftRight, LoaderCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { type ActionResult, UNREACHED } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { KindIcon } from "@/components/ui/kind-icon";
import { Problem } from "@/components/ui/problem";
import { begin } from "../actions";
import { PAIRS } from "../pairs";

/** Begins from one's own tables, by the two systems that hold them. */
export function PairTiles() {
  const org = useOrganization();
  const router = useRouter();
  const [isPending, start] = useTransition();
  const [begun, setBegun] = useState<string | null>(null);
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const go = (pair: string) => {
    setBegun(pair);
    start(async () => {
      const result = await begin(org, pair).catch(() => UNREACHED);
      setProblem(result.problem);
      if (result.goTo) router.push(result.goTo);
    });
  };
  return (
    <>
      <ul aria-label="Pairs of systems" className="grid gap-3 sm:grid-cols-3">
        {PAIRS.map(({ id, title, meaning, kinds: [first, second] }) => (
          <li key={id}>
            <button
              type="button"
              disabled={isPending}
              onClick={() => go(id)}
              className="card flex h-full w-full flex-col items-start px-4 py-4 text-left transition-colors hover:border-line-strong hover:bg-sunken/50 disabled:opacity-60"
            >
              <span className="flex items-center gap-2 text-ink-faint">
                <KindIcon kind={first} size={26} isNamed />
                {isPending && begun === id ? (
                  <LoaderCircle size={14} aria-hidden className="animate-spin" />
                ) : (
                  <ArrowLeftRight size={14} aria-hidden />
                )}
                <KindIcon kind={second} size={26} isNamed />
              </span>
              <span className="mt-3 font-medium">{title}</span>
              <span className="mt-0.5 text-ink-soft">{meaning}</span>
            </button>
          </li>
        ))}
      </ul>
      {problem && (
        <div className="mt-3">
          <Problem title={problem.message} remedy={problem.remedy} />
        </div>
      )}
    </>
  );
}
