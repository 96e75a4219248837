import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { type Action, type ActionResult, UNREACHED } from "../action";

export interface RunningAction {
  readonly isPending: boolean;
  readonly run: (action: Action) => void;
  /** Why the last one was refused. */
  readonly problem: ActionResult["problem"];
  readonly forget: () => void;
}

/** Runs server actions, one after another: what is live is asked for again, and where one leads is gone to. */
export function useAction(onDone?: () => void): RunningAction {
  const [isPending, start] = useTransition();
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const queries = useQueryClient();
  const router = useRouter();
  const run = (action: Action) =>
    start(async () => {
      const result = await action().catch(() => UNREACHED);
      setProblem(result.problem);
      await queries.invalidateQueries();
      if (result.problem) return;
      onDone?.();
      if (result.goTo) router.push(result.goTo);
    });
  return { isPending, run, problem, forget: () => setProblem(null) };
}
