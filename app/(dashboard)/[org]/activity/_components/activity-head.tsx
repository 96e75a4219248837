import { PageHeader } from "@/components/ui/page-header";
import { TabStrip } from "@/components/ui/tab-strip";

interface Props {
  readonly org: string;
  /** Who may not read the audit log sees the runs alone. */
  readonly seesPeople: boolean;
}

export function ActivityHead({ org, seesPeople }: Props) {
  const base = `/${org}/activity`;
  const tabs = [
    { word: "Runs", href: base, isRoot: true },
    ...(seesPeople ? [{ word: "What people did", href: `${base}/people` }] : []),
  ];
  return (
    <>
      <PageHeader title="Activity" />
      <TabStrip label="Activity" tabs={tabs} />
    </>
  );
}
