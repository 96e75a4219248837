"use client";

import dynamic from "next/dynamic";
import type { KeyboardEvent, ReactNode } from "react";

// Fetched when one is first opened.
const Drawing = dynamic(() => import("./dialog-drawing").then((module) => module.DialogDrawing), {
  ssr: false,
});

export interface DialogProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly title: string;
  /** One sentence under the title; what a screen reader says after it. */
  readonly description?: ReactNode;
  readonly size?: "narrow" | "regular" | "wide";
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly children?: ReactNode;
  /** The buttons below, the one that decides last. */
  readonly actions?: ReactNode;
}

/**
 * Asks or shows something over the page, which cannot be used meanwhile. Focus stays inside, goes back to where it was
 * when it closes, and Escape or a press beside it closes it.
 */
export const Dialog = (props: DialogProps) => props.isOpen && <Drawing {...props} />;
