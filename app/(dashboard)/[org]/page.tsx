import { Plus } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { listDrafts } from "@/lib/services/drafts/list-drafts";
import { describeMe } from "@/lib/services/me/describe-me";
import { getOverview } from "@/lib/services/overview/get-overview";
import { listTemplates } from "@/lib/services/templates/list-templates";
import { Dashboard } from "./_components/dashboard";
import { FirstRegistry } from "./_components/first-registry";
import { HiddenRegistries } from "./_components/hidden-registries";
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
  const mayBegin = hasPermission(caller, "registry:write");
  const drafts = overview.registries.length === 0 && mayBegin ? await listDrafts(caller) : [];
  return (
    <>
      <PageHeader title="Registries">
        {mayBegin && overview.registries.length > 0 && (
          <Link href={`/${org}/registries/new`} className={buttonClass("primary", "ml-auto")}>
            <Plus size={14} aria-hidden />
            New registry
          </Link>
        )}
      </PageHeader>
      <Dashboard
        initial={overview}
        whenNone={
          <FirstRegistry
            org={org}
            templates={listTemplates(caller)}
            drafts={drafts.filter(({ state }) => state !== "started")}
            mayBegin={mayBegin}
          />
        }
      />
    </>
  );
}
