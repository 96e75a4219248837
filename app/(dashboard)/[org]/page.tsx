import { PageHeader } from "@/components/ui/page-header";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { describeMe } from "@/lib/services/me/describe-me";
import { getOverview } from "@/lib/services/overview/get-overview";
import { Dashboard } from "./_components/dashboard";
import { HiddenRegistries } from "./_components/hidden-registries";
import { NoRegistries } from "./_components/no-registries";
import { PlanCard } from "./_components/plan-card";

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
  const overview = await getOverview(caller);
  return (
    <>
      <PageHeader title="Registries" />
      <Dashboard initial={overview} whenNone={<NoRegistries org={org} />} />
    </>
  );
}
