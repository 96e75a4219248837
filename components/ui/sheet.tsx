"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";

// Fetched when one is first opened.
const Drawing = dynamic(() => import("./sheet-drawing").then((module) => module.SheetDrawing), {
  ssr: false,
});

export interface SheetProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly title: string;
  /** `right`: details beside a list. `bottom`: choices within a thumb's reach. */
  readonly from?: "right" | "bottom";
  readonly children: ReactNode;
}

/** What belongs to the page below it and comes from its edge; it closes as a dialog does. */
export const Sheet = (props: SheetProps) => props.isOpen && <Drawing {...props} />;
