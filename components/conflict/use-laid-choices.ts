"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { ChoiceView, ConflictView } from "@/lib/services/conflicts/conflict-view";
import { type ActionResult, UNREACHED } from "../action";

interface LaidChoices {
  readonly lines: readonly ConflictView[];
  /** Shows a choice, or none, before the server has answered, and for good only once it has agreed. */
  readonly send: (
    id: string,
    shown: ChoiceView | null,
    ask: () => Promise<ActionResult>,
  ) => Promise<ActionResult>;
}

/** The conflicts with what was decided here laid over them until the server's own view has it. */
export function useLaidChoices(
  conflicts: readonly ConflictView[],
  tell: (problem: ActionResult["problem"]) => void,
): LaidChoices {
  const router = useRouter();
  const [laid, setLaid] = useState<ReadonlyMap<string, ChoiceView | null>>(new Map());
  const inFlight = useRef(new Set<string>());
  useEffect(() => {
    const told = new Set(conflicts.map(({ id }) => id));
    setLaid((before) => new Map([...before].filter(([id]) => inFlight.current.has(id) || !told.has(id))));
  }, [conflicts]);
  const lines = conflicts.map((line) => ({
    ...line,
    choice: laid.has(line.id) ? (laid.get(line.id) ?? null) : line.choice,
  }));
  async function send(
    id: string,
    shown: ChoiceView | null,
    ask: () => Promise<ActionResult>,
  ): Promise<ActionResult> {
    inFlight.current.add(id);
    setLaid((before) => new Map(before).set(id, shown));
    const result = await ask().catch(() => UNREACHED);
    inFlight.current.delete(id);
    tell(result.problem);
    if (result.problem) setLaid((before) => new Map([...before].filter(([other]) => other !== id)));
    router.refresh();
    return result;
  }
  return { lines, send };
}
