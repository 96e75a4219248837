"use client";

import dynamic from "next/dynamic";
import type { SheetProps } from "./sheet-drawing";

// Fetched when one is first opened.
const Drawing = dynamic(() => import("./sheet-drawing").then((module) => module.SheetDrawing), {
  ssr: false,
});

/** What belongs to the page below it and comes from its edge; it closes as a dialog does. */
export const Sheet = (props: SheetProps) => props.isOpen && <Drawing {...props} />;
