import { Inbox } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { counted } from "@/lib/format/count";
import { HiddenRegistries } from "../_components/hidden-registries";
import { attentionOf, endedConnectionsOf } from "../_session/attention";
import { AttentionGroup } from "./_components/attention-group";
import { EndedConnections } from "./_components/ended-connections";

export const metadata = { title: "Needs attention" };

export default async function AttentionPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  if (!hasPermission(await requestCaller(org), "registry:read"))
    return (
      <>
        <PageHeader title="Needs attention" />
        <HiddenRegistries />
      </>
    );
  const all = await attentionOf(org);
  const waiting = all.filter(({ count, conflicts }) => count > 0 || conflicts.length > 0);
  const ended = await endedConnectionsOf(org);
  const rows = all.reduce((sum, { registry }) => sum + registry.rows, 0);
  return (
    <>
      <PageHeader title="Needs attention" />
      <EndedConnections org={org} connections={ended} />
      {waiting.length === 0 && ended.length === 0 ? (
        <div className="card">
          <Empty icon={Inbox} title="Nothing waits for you">
            No plan is held, no conflict is open and no row has an issue, over {counted(rows, "row")} in{" "}
            {counted(all.length, "registry", "registries")}.
          </Empty>
        </div>
      ) : (
        <div className="space-y-8">
          {waiting.map((one) => (
            <AttentionGroup key={one.registry.id} org={org} attention={one} />
          ))}
        </div>
      )}
    </>
  );
}
