import { TabStrip } from "@/components/ui/tab-strip";

interface Props {
  readonly base: string;
  readonly rows: number;
  readonly conflicts: number;
  readonly issues: number;
  readonly isInShadow: boolean;
}

export function Tabs({ base, rows, conflicts, issues, isInShadow }: Props) {
  return (
    <TabStrip
      label="Parts of the registry"
      className="mt-7"
      tabs={[
        { word: "Runs", href: base, isRoot: true },
        ...(isInShadow ? [{ word: "Shadow", href: `${base}/shadow` }] : []),
        { word: "Rows", href: `${base}/rows`, count: rows },
        { word: "Conflicts", href: `${base}/conflicts`, count: conflicts || null, isUrgent: true },
        { word: "Issues", href: `${base}/issues`, count: issues || null, isUrgent: true },
        { word: "Mapping", href: `${base}/mapping` },
        { word: "Schema", href: `${base}/schema` },
        { word: "Access", href: `${base}/access` },
        { word: "Settings", href: `${base}/settings` },
      ]}
    />
  );
}
