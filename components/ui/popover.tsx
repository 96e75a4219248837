"use client";

import { lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";
import { closedTrigger } from "./closed-trigger";

const fetchDrawing = () => import("./popover-drawing");
const Drawing = lazy(async () => ({ default: (await fetchDrawing()).PopoverDrawing }));

export interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** What it is about, for a screen reader. */
  readonly label: string;
  readonly align?: "start" | "center" | "end";
  readonly className?: string;
  /** Where somebody else opens and closes it; both or none. */
  readonly isOpen?: boolean;
  readonly setOpen?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

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
