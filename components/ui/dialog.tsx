"use client";

import dynamic from "next/dynamic";
import type { DialogProps } from "./dialog-drawing";

// Fetched when one is first opened.
const Drawing = dynamic(() => import("./dialog-drawing").then((module) => module.DialogDrawing), {
  ssr: false,
});

/**
 * Asks or shows something over the page, which cannot be used meanwhile. Focus stays inside, goes back to where it was
 * when it closes, and Escape or a press beside it closes it.
 */
export const Dialog = (props: DialogProps) => props.isOpen && <Drawing {...props} />;
