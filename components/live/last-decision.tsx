"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useState } from "react";
import { type Action, UNREACHED } from "../action";
import { useToast } from "../ui/toast";

/** What a person has just decided, and how it is taken back; without a way back, why not and what can be done. */
export type Decided =
  | { readonly said: string; readonly takeBack: Action }
  | { readonly said: string; readonly remedy: string };

const Note = createContext<(made: Decided) => void>(() => undefined);
const Undo = createContext<() => void>(() => undefined);

/** Notes a decision, so that it can be taken back by its key where there is one. */
export const useDecided = () => useContext(Note);

/** Takes the last decision back, or says why that cannot be. */
export const useTakeBack = () => useContext(Undo);

/** Round a screen on which decisions are made one after the other. */
export function LastDecision({ children }: { readonly children: ReactNode }) {
  const router = useRouter();
  const queries = useQueryClient();
  const tell = useToast();
  const [last, setLast] = useState<Decided | null>(null);
  async function takeBack(): Promise<void> {
    if (last === null) return tell({ tone: "calm", title: "You have decided nothing here yet." });
    if (!("takeBack" in last)) return tell({ tone: "calm", title: `${last.said}.`, detail: last.remedy });
    setLast(null);
    const { problem } = await last.takeBack().catch(() => UNREACHED);
    if (problem) tell({ tone: "bad", title: problem.message, detail: problem.remedy ?? "" });
    else tell({ tone: "good", title: "Taken back", detail: `${last.said}; that is undone.` });
    await queries.invalidateQueries();
    router.refresh();
  }
  return (
    <Note value={setLast}>
      <Undo value={() => void takeBack()}>{children}</Undo>
    </Note>
  );
}
