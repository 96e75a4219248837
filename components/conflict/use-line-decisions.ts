"use client";

import { useRef } from "react";
import { type Decided, useDecisions } from "../live/last-decision";

/** The decisions on a queue's lines among all of the screen's: of a line one, however often it is decided on again. */
export function useLineDecisions() {
  const { note, forget, takeBack } = useDecisions();
  const noted = useRef(new Map<string, Decided>());
  function forgetLine(id: string): void {
    const made = noted.current.get(id);
    if (made) forget(made);
    noted.current.delete(id);
  }
  function noteLine(id: string, made: Decided): void {
    forgetLine(id);
    noted.current.set(id, made);
    note(made);
  }
  return { takeBack, noteLine, forgetLine };
}
