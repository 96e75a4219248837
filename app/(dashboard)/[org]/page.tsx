import { PageHeader } from "@/components/ui/page-header";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { describeMe } from "@/lib/services/me/describe-me";
import { HiddenRegistries } from "./_components/hidden-registries";
import { PlanCard } from "./_components/plan-card";
import { RegistryList } from "./_components/registry-list";
import { attentionOf } from "./_session/attention";

export const metadata = { title: "Registries" };

export default async function RegistriesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const caller = await requestCaller(org);
  if (!hasPermission(caller, "registry:read")) {
    const { limits, usage, notice } = await describeMe(caller);
    return (
      <>
        <PageHeader title="Plan" />
        <div className="max-w-sm">
          <PlanCard org={org} limits={limits} usage={usage} notice={notice} />
        </div>
        <div className="mt-4">
          <HiddenRegistries />
        </div>
      </>
    );
  }
  const attention = await attentionOf(org);
  const open = Object.fromEntries(attention.map(({ registry, count }) => [registry.id, count]));
  return (
    <>
      <PageHeader title="Registries" />
      <RegistryList initial={attention.map(({ registry }) => registry)} open={open} />
    </>
  );
}
