"use client";

import { lazy, Suspense, useState } from "react";
import { closedTrigger } from "./closed-trigger";
import type { MenuProps } from "./menu-drawing";

const fetchDrawing = () => import("./menu-drawing");
const Drawing = lazy(async () => ({ default: (await fetchDrawing()).MenuDrawing }));

/** Choices of a button. Arrow keys and first letters move, Enter takes, Escape closes. */
export function Menu(props: MenuProps) {
  const [openedBy, setOpenedBy] = useState<"key" | "pointer" | null>(null);
  const closed = closedTrigger(props.trigger, {
    opens: "menu",
    fetch: fetchDrawing,
    // A key's click has no count.
    open: ({ detail }) => setOpenedBy(detail === 0 ? "key" : "pointer"),
  });
  if (openedBy === null) return closed;
  return (
    <Suspense fallback={closed}>
      <Drawing {...props} isByKey={openedBy === "key"} />
    </Suspense>
  );
}
