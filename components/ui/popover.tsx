"use client";

import { lazy, Suspense, useState } from "react";
import { closedTrigger } from "./closed-trigger";
import type { PopoverProps } from "./popover-drawing";

const fetchDrawing = () => import("./popover-drawing");
const Drawing = lazy(async () => ({ default: (await fetchDrawing()).PopoverDrawing }));

/** A few lines beside the button that opens it; the page stays usable. */
export function Popover(props: PopoverProps) {
  const [wasOpened, setWasOpened] = useState(false);
  const open = () => {
    setWasOpened(true);
    props.setOpen?.(true);
  };
  const closed = closedTrigger(props.trigger, { opens: "dialog", fetch: fetchDrawing, open });
  if (!wasOpened && !props.isOpen) return closed;
  return (
    <Suspense fallback={closed}>
      <Drawing {...props} />
    </Suspense>
  );
}
