"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useRef } from "react";
import { type Action, UNREACHED } from "../action";
import { useToast } from "../ui/toast";

/** What a person has just decided, and how it is taken back; without a way back, why not and what can be done. */
export type Decided =
  | { readonly said: string; readonly takeBack: Action }
  | { readonly said: string; readonly remedy: string };

interface Decisions {
  /** Notes one, so that it can be taken back by its key where there is one. */
  readonly note: (made: Decided) => void;
  /** Forgets one that was taken back by another way, or came to nothing. */
  readonly forget: (made: Decided) => void;
  /** Takes the last one back, or says why that cannot be. False = nothing was decided here. */
  readonly takeBack: () => boolean;
}

const Context = createContext<Decisions>({
  note: () => undefined,
  forget: () => undefined,
  takeBack: () => false,
});

export const useDecisions = () => useContext(Context);

export const useDecided = () => useDecisions().note;

/** Round a screen on which decisions are made one after the other. */
export function LastDecision({ children }: { readonly children: ReactNode }) {
  const router = useRouter();
  const queries = useQueryClient();
  const tell = useToast();
  // The last one at the end; keys read what is there now, not what was when the screen was drawn.
  const made = useRef<readonly Decided[]>([]);
  const forget = (one: Decided) => {
    made.current = made.current.filter((other) => other !== one);
  };
  async function undo(said: string, takeBack: Action): Promise<void> {
    const { problem } = await takeBack().catch(() => UNREACHED);
    if (problem) tell({ tone: "bad", title: problem.message, detail: problem.remedy ?? "" });
    else tell({ tone: "good", title: "Taken back", detail: `${said}; that is undone.` });
    await queries.invalidateQueries();
    router.refresh();
  }
  function takeBack(): boolean {
    const last = made.current.at(-1);
    if (last === undefined) return false;
    if ("takeBack" in last) {
      forget(last);
      void undo(last.said, last.takeBack);
    } else tell({ tone: "calm", title: `${last.said}.`, detail: last.remedy });
    return true;
  }
  const note = (one: Decided) => {
    made.current = [...made.current, one];
  };
  return <Context value={{ note, forget, takeBack }}>{children}</Context>;
}
