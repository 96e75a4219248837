import type { ComponentType } from "react";
import { ActSection } from "./act-section";
import { ChartSection } from "./chart-section";
import { FieldSection } from "./field-section";
import { OverPageSection } from "./over-page-section";
import { SayingSection } from "./saying-section";
import { StateSection } from "./state-section";
import { TableSection } from "./table-section";
import { TokenSection } from "./token-section";
import { WaySection } from "./way-section";

interface GallerySection {
  /** What stands behind # in its address. */
  readonly id: string;
  readonly title: string;
  readonly Section: ComponentType;
}

export const SECTIONS: readonly GallerySection[] = [
  { id: "tokens", title: "Tokens", Section: TokenSection },
  { id: "act", title: "Acting", Section: ActSection },
  { id: "fields", title: "Fields", Section: FieldSection },
  { id: "state", title: "States", Section: StateSection },
  { id: "say", title: "Saying", Section: SayingSection },
  { id: "over", title: "Over the page", Section: OverPageSection },
  { id: "way", title: "Ways", Section: WaySection },
  { id: "tables", title: "Tables", Section: TableSection },
  { id: "charts", title: "Charts", Section: ChartSection },
];
