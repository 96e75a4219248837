import { BellOff } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { listChannels } from "@/lib/services/notifications/browse-channels";
import { listRegistries } from "@/lib/services/registries/browse-registries";
import { found } from "../../_session/answer";
import { ChannelList } from "./_components/channel-list";

export const metadata = { title: "Notifications" };

export default async function NotificationsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const caller = await requestCaller(org);
  if (!hasPermission(caller, "notification:read"))
    return (
      <div className="card">
        <Empty icon={BellOff} title="For owners and admins">
          Only owners and admins of the organization see and decide who is told of what.
        </Empty>
      </div>
    );
  const [channels, registries] = await found(org, (one) =>
    Promise.all([listChannels(one), listRegistries(one)]),
  );
  return <ChannelList channels={channels} registries={registries.map(({ id, name }) => ({ id, name }))} />;
}
