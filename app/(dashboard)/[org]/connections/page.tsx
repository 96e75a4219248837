import { Plug } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { listConnections, registriesByConnection } from "@/lib/services/connections/browse-connections";
import { listCallBudgets } from "@/lib/services/connections/call-budgets";
import { consentKinds } from "@/lib/services/connections/start-consent";
import { found } from "../_session/answer";
import { ConnectBar } from "./_components/connect-bar";
import { ConnectionLine } from "./_components/connection-line";
import { ConsentEnding, type EndingInAddress } from "./_components/consent-ending";

export const metadata = { title: "Connections" };

interface Props {
  readonly params: Promise<{ readonly org: string }>;
  readonly searchParams: Promise<EndingInAddress & { readonly connection?: string }>;
}

export default async function ConnectionsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const address = await searchParams;
  const { connection: made } = address;
  const caller = await requestCaller(org);
  const [connections, uses, budgets] = await Promise.all([
    found(org, listConnections),
    found(org, registriesByConnection),
    found(org, listCallBudgets),
  ]);
  const mayChange = hasPermission(caller, "connection:write");
  return (
    <>
      <PageHeader title="Connections" />
      <ConsentEnding
        org={org}
        address={address}
        choose={
          connections.some(({ id, files }) => id === made && files === "picked")
            ? `/${org}/connections/${made}/spreadsheets`
            : null
        }
      />
      {mayChange && <ConnectBar consentKinds={consentKinds()} />}
      {connections.length === 0 ? (
        <div className="card">
          <Empty icon={Plug} title="No connections yet">
            ChittySync can reach no system of yours. Credentials are stored encrypted and are never shown
            again.
          </Empty>
        </div>
      ) : (
        <ul aria-label="Connections" className="card divide-y divide-line">
          {connections.map((connection) => (
            <ConnectionLine
              key={connection.id}
              connection={connection}
              uses={uses.get(connection.id) ?? []}
              budget={budgets.get(connection.id) ?? null}
              consentKinds={consentKinds()}
              mayChange={mayChange}
            />
          ))}
        </ul>
      )}
    </>
  );
}
