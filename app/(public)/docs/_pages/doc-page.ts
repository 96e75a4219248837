import type { ReactNode } from "react";

/** One page of the docs: its sections are what the search finds and the side list shows. */
export interface DocPage {
  /** Below /docs; empty = the first page. */
  readonly slug: string;
  readonly group: "Start" | "Systems" | "How it works" | "Developers";
  readonly title: string;
  /** One sentence: below the title, and for search engines. */
  readonly lead: string;
  readonly sections: readonly DocSection[];
}

export interface DocSection {
  /** The anchor. */
  readonly id: string;
  readonly title: string;
  readonly body: ReactNode;
}
