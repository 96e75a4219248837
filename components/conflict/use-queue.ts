"use client";

import { useState } from "react";
import { keyText } from "@/lib/format/cell";
import { valueWord } from "@/lib/format/conflict-word";
import type { ChoiceView, ConflictView } from "@/lib/services/conflicts/conflict-view";
import type { ActionResult } from "../action";
import { useOrganization } from "../live/organization";
import type { ConflictActions, ConflictChoice } from "./conflict-actions";
import { useLaidChoices } from "./use-laid-choices";
import { useLineDecisions } from "./use-line-decisions";

/** A decision with the value that it comes to, for showing it before the server has answered. */
export interface Decision {
  readonly choice: ConflictChoice;
  readonly value: ChoiceView["value"];
  readonly side: string | null;
}

export interface Queue {
  readonly lines: readonly ConflictView[];
  /** The conflict that keys are about; null when there is none. */
  readonly current: ConflictView | null;
  readonly problem: ActionResult["problem"];
  /** What was just done, for those who do not see it. */
  readonly said: string;
  /** Makes it the current one, without moving the focus. */
  readonly attend: (id: string) => void;
  readonly move: (by: 1 | -1) => void;
  readonly skip: () => void;
  readonly decide: (line: ConflictView, decision: Decision) => void;
  readonly undo: (line?: ConflictView) => void;
  readonly tell: (problem: ActionResult["problem"]) => void;
}

export const rowId = (conflict: Pick<ConflictView, "id">): string => `row-of-${conflict.id}`;

const nameOf = ({ field, key }: ConflictView): string => `${field} of ${keyText(key)}`;

/** The conflicts with what was decided here laid over them until the server's own view has it. */
export function useQueue(conflicts: readonly ConflictView[], actions: ConflictActions): Queue {
  const org = useOrganization();
  const [currentId, setCurrentId] = useState<string | null>(null);
  const [problem, tell] = useState<ActionResult["problem"]>(null);
  const [said, say] = useState("");
  const { takeBack, noteLine, forgetLine } = useLineDecisions();
  const { lines, send } = useLaidChoices(conflicts, tell);
  const current =
    lines.find(({ id }) => id === currentId) ??
    lines.find(({ choice }) => choice === null) ??
    lines[0] ??
    null;

  function select(id: string): void {
    setCurrentId(id);
    document.getElementById(rowId({ id }))?.focus();
  }

  function nextOpen(after: string): void {
    const at = lines.findIndex(({ id }) => id === after);
    const round = [...lines.slice(at + 1), ...lines.slice(0, at)];
    const next = round.find((line) => line.choice === null && line.canResolve);
    if (next) select(next.id);
  }

  async function reopen(line: ConflictView): Promise<ActionResult> {
    const result = await send(line.id, null, () => actions.reopen(org, line.id));
    if (!result.problem) say(`Undone: ${nameOf(line)} waits again.`);
    return result;
  }

  function decide(line: ConflictView, { choice, value, side }: Decision): void {
    const shown = { value, side, by: { type: "person", ref: "" }, at: new Date().toISOString() };
    const left = lines.filter((other) => other.choice === null && other.id !== line.id).length;
    const rest = line.resolved ? "" : ` ${left} left.`;
    const said = `${nameOf(line)} becomes ${valueWord(value)}`;
    const back = () => {
      select(line.id);
      return reopen(line);
    };
    noteLine(line.id, { said, takeBack: back });
    void send(line.id, shown, () => actions.choose(org, line.id, choice)).then(({ problem: refused }) => {
      if (refused) forgetLine(line.id);
      else say(`Decided: ${said}.${rest}`);
    });
    if (!line.resolved) nextOpen(line.id);
  }

  function undo(asked?: ConflictView): void {
    if (asked === undefined && takeBack()) return;
    const line = asked ?? current;
    if (!line?.choice) {
      say("There is no decision to undo.");
      return;
    }
    forgetLine(line.id);
    void reopen(line);
    select(line.id);
  }

  function move(by: 1 | -1): void {
    const at = lines.findIndex(({ id }) => id === current?.id);
    const next = lines[at + by];
    if (next) select(next.id);
  }

  const skip = () => current && nextOpen(current.id);
  return { lines, current, problem, said, attend: setCurrentId, move, skip, decide, undo, tell };
}
