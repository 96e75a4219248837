"use client";

import { createContext, type ReactNode, useContext } from "react";

const Begun = createContext<(() => void) | null>(null);

/** What is done on this page once a run was begun from it; null = one goes to the run's own page. */
export const useStayHere = () => useContext(Begun);

/** Around a page that shows the runs which are begun on it. */
export function StayHere({
  onBegun,
  children,
}: {
  readonly onBegun: () => void;
  readonly children: ReactNode;
}) {
  return <Begun value={onBegun}>{children}</Begun>;
}
