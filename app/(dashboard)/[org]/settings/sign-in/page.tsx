import { LockKeyhole } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { freshForMs } from "@/lib/auth/fresh-sign-in";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { lookAtSignIn } from "@/lib/services/sign-in/look-at-sign-in";
import { found } from "../../_session/answer";
import { DomainList } from "./_components/domain-list";
import { FreshNotice } from "./_components/fresh-notice";
import { ProviderList } from "./_components/provider-list";
import { RequirementCard } from "./_components/requirement-card";

export const metadata = { title: "Sign-in" };

export default async function SignInSettingsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const caller = await requestCaller(org);
  if (!hasPermission(caller, "sign-in:read"))
    return (
      <div className="card">
        <Empty icon={LockKeyhole} title="For owners and admins">
          Only owners and admins of the organization see how its people sign in.
        </Empty>
      </div>
    );
  const { providers, domains, owners, draft } = await found(org, lookAtSignIn);
  const mayProvide = hasPermission(caller, "identity-provider:write");
  return (
    <div className="space-y-8">
      <FreshNotice freshForMs={freshForMs(caller, new Date())} />
      <ProviderList providers={providers} draft={draft} mayProvide={mayProvide} />
      <DomainList domains={domains} />
      <RequirementCard
        providers={providers}
        owners={owners}
        mayProvide={mayProvide}
        hasDomain={domains.some(({ isVerified }) => isVerified)}
      />
    </div>
  );
}
