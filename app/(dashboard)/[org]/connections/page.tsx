import { Plug } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { requestSessionHash } from "@/lib/auth/request-session";
import { listConnections, registriesByConnection } from "@/lib/services/connections/browse-connections";
import { listCallBudgets } from "@/lib/services/connections/call-budgets";
import { findOtherAccount } from "@/lib/services/connections/decide-offer";
import { consentKinds, consentParts } from "@/lib/services/connections/start-consent";
import { found } from "../_session/answer";
import { ConnectBar } from "./_components/connect-bar";
import { ConnectionLine } from "./_components/connection-line";
import { ConsentNotice } from "./_components/consent-notice";
import { OfferedAccount } from "./_components/offered-account";

export const metadata = { title: "Connections" };

interface Props {
  readonly params: Promise<{ readonly org: string }>;
  readonly searchParams: Promise<{
    readonly consent?: string;
    readonly missing?: string | string[];
    readonly offer?: string;
    readonly connection?: string;
  }>;
}

export default async function ConnectionsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { consent, missing = [], offer, connection: made } = await searchParams;
  const caller = await requestCaller(org);
  const [connections, uses, budgets] = await Promise.all([
    found(org, listConnections),
    found(org, registriesByConnection),
    found(org, listCallBudgets),
  ]);
  const mayChange = hasPermission(caller, "connection:write");
  const sessionHash = await requestSessionHash();
  const isAsked = mayChange && consent === "other-account" && offer !== undefined && sessionHash !== null;
  const other = isAsked ? await findOtherAccount(caller, { id: String(offer), sessionHash }) : null;
  return (
    <>
      <PageHeader title="Connections" />
      {other && offer ? (
        <OfferedAccount offerId={String(offer)} other={other} />
      ) : (
        <ConsentNotice
          ending={consent ?? null}
          choose={
            connections.some(({ id, files }) => id === made && files === "picked")
              ? `/${org}/connections/${made}/spreadsheets`
              : null
          }
          missing={consentParts().filter((part) => [missing].flat().includes(part))}
        />
      )}
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
