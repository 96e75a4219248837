"use client";

import { useState, useTransition } from "react";
import { type ActionResult, UNREACHED } from "@/components/action";
import { buttonClass } from "@/components/ui/button";
import { Problem } from "@/components/ui/problem";
import { Note } from "../../../_components/card";
import { wantLess } from "../actions";

interface Props {
  readonly token: string;
  readonly registry: string | null;
  /** Something is left out already. */
  readonly isMuted: boolean;
}

type Choice = Parameters<typeof wantLess>[1];

/** How much less it is to be. */
export function LessForm({ token, registry, isMuted }: Props) {
  const [isPending, start] = useTransition();
  const [said, setSaid] = useState<string | null>(null);
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const choose = (choice: Choice, done: string) =>
    start(async () => {
      const result = await wantLess(token, choice).catch(() => UNREACHED);
      setProblem(result.problem);
      if (result.problem === null) setSaid(done);
    });
  if (said !== null)
    return (
      <div role="status">
        <Note>{said}</Note>
      </div>
    );
  const choices = choicesOf(registry, isMuted);
  return (
    <div className="mt-6 space-y-2">
      {problem && <Problem title={problem.message} remedy={problem.remedy} />}
      {choices.map(([choice, label, done]) => (
        <button
          key={choice}
          type="button"
          disabled={isPending}
          onClick={() => choose(choice, done)}
          className={buttonClass("plain", "w-full justify-center py-2 whitespace-normal")}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Each with its button's words, and what is so once it was chosen. */
function choicesOf(registry: string | null, isMuted: boolean): (readonly [Choice, string, string])[] {
  const ofRegistry = [
    ["registry-day", `Mute ${registry} for a day`, `Nothing of ${registry} comes for a day.`],
    ["registry-week", `Mute ${registry} for a week`, `Nothing of ${registry} comes for a week.`],
  ] as const;
  return [
    ...(isMuted
      ? ([["nothing", "Write to me again", "Everything comes to this address again."]] as const)
      : []),
    ...(registry === null ? [] : ofRegistry),
    [
      "all",
      "No such mails any more",
      "No such mails come to this address any more. This link takes it back.",
    ],
  ];
}
