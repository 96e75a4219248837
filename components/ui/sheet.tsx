"use client";

import { lazy, Suspense } from "react";
import type { SheetProps } from "./sheet-drawing";

// Fetched when one is first opened.
const Drawing = lazy(() => import("./sheet-drawing").then(({ SheetDrawing }) => ({ default: SheetDrawing })));

/** What belongs to the page below it and comes from its edge; it closes as a dialog does. */
export const Sheet = (props: SheetProps) =>
  props.isOpen && (
    <Suspense>
      <Drawing {...props} />
    </Suspense>
  );
