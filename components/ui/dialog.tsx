"use client";

import { lazy, Suspense } from "react";
import type { DialogProps } from "./dialog-drawing";

// Fetched when one is first opened.
const Drawing = lazy(() =>
  import("./dialog-drawing").then(({ DialogDrawing }) => ({ default: DialogDrawing })),
);

/**
 * Asks or shows something over the page, which cannot be used meanwhile. Focus stays inside, goes back to where it was
 * when it closes, and Escape or a press beside it closes it.
 */
export const Dialog = (props: DialogProps) =>
  props.isOpen && (
    <Suspense>
      <Drawing {...props} />
    </Suspense>
  );
