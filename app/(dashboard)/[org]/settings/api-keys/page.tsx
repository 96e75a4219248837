import { KeyRound } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { listApiKeys } from "@/lib/services/api-keys/browse-api-keys";
import { nameActors } from "@/lib/services/people/name-actors";
import { found } from "../../_session/answer";
import { KeyList } from "./_components/key-list";

export const metadata = { title: "API keys" };

export default async function ApiKeysPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const caller = await requestCaller(org);
  if (!hasPermission(caller, "api-key:read"))
    return (
      <div className="card">
        <Empty icon={KeyRound} title="For owners and admins">
          Keys let programs use the API. Only owners and admins of the organization see and make them.
        </Empty>
      </div>
    );
  const keys = await found(org, listApiKeys);
  const refs = keys.flatMap(({ person, madeBy }) => [person, madeBy]);
  const names = await nameActors(caller, refs);
  return <KeyList keys={keys} names={names} scopes={[...caller.scopes]} />;
}
