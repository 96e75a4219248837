import { Crumbs } from "@/components/ui/crumbs";
import { Disclosure } from "@/components/ui/disclosure";
import { MissingPage } from "@/components/ui/missing-page";
import { PageHeader } from "@/components/ui/page-header";
import { TabStrip } from "@/components/ui/tab-strip";
import { Tabs } from "@/components/ui/tabs";
import { Specimen, Specimens } from "./specimen";

const PANELS = [
  { id: "fix", word: "How to fix", content: <p>Give the row a currency.</p> },
  { id: "rows", word: "Rows", content: <p>16 rows.</p> },
  { id: "error", word: "Full error", content: <p>Currency is required.</p> },
];

export function WaySection() {
  return (
    <Specimens>
      <Specimen name="Breadcrumbs and title">
        <Crumbs
          trail={[
            { word: "Registries", href: "/gallery" },
            { word: "Cities", href: "/gallery" },
            { word: "Run of 23 Nov 2026" },
          ]}
        />
        <PageHeader title="Sync of Cities" />
      </Specimen>
      <Specimen name="Tabs with addresses">
        <TabStrip
          label="Parts"
          tabs={[
            { word: "Runs", href: "/gallery" },
            { word: "Rows", href: "/gallery/rows", count: 1204 },
            { word: "Conflicts", href: "/gallery/conflicts", count: 3, isUrgent: true },
          ]}
        />
      </Specimen>
      <Specimen name="Tabs within a place">
        <Tabs label="Issue" panels={PANELS} />
      </Specimen>
      <Specimen name="Disclosures, one open at a time">
        <Disclosure summary="What happens if nobody decides?" name="one" isOpen>
          It stays held. Nothing is lost.
        </Disclosure>
        <Disclosure summary="Who can decide?" name="one">
          Owners, admins and approvers.
        </Disclosure>
      </Specimen>
      <Specimen name="Nothing at an address">
        <MissingPage what="There is nothing at this address" remedy="It may have been deleted." />
      </Specimen>
    </Specimens>
  );
}
