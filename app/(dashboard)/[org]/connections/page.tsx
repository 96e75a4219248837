import { Plug } from "lucide-react";
import { Empty } from "@/components/empty";
import { PageHeader } from "@/components/page-header";
import { listConnections } from "@/lib/services/connections/browse-connections";
import { found } from "../_session/answer";
import { ConnectionLine } from "./_components/connection-line";

export const metadata = { title: "Connections" };

export default async function ConnectionsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const connections = await found(org, listConnections);
  return (
    <>
      <PageHeader title="Connections" />
      {connections.length === 0 ? (
        <div className="card">
          <Empty icon={Plug} title="No connections yet">
            ChittySync can reach no system of yours. Credentials are stored encrypted and are never shown
            again.
          </Empty>
        </div>
      ) : (
        <ul className="card divide-y divide-line">
          {connections.map((connection) => (
            <ConnectionLine key={connection.id} connection={connection} />
          ))}
        </ul>
      )}
    </>
  );
}
