import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { SettingsTabs } from "./_components/settings-tabs";

interface Props {
  readonly params: Promise<{ readonly org: string }>;
  readonly children: ReactNode;
}

export default async function SettingsLayout({ params, children }: Props) {
  const { org } = await params;
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs base={`/${org}/settings`} />
      {children}
    </>
  );
}
