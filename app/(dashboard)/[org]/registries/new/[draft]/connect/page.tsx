import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { requestSessionHash } from "@/lib/auth/request-session";
import { listConnections } from "@/lib/services/connections/browse-connections";
import { findOtherAccount } from "@/lib/services/connections/decide-offer";
import { consentKinds, consentParts } from "@/lib/services/connections/start-consent";
import { found } from "../../../../_session/answer";
import { ConsentNotice } from "../../../../connections/_components/consent-notice";
import { OfferedAccount } from "../../../../connections/_components/offered-account";
import { pairKinds } from "../../pairs";
import { ConnectStep } from "./_components/connect-step";

interface Props {
  readonly params: Promise<{ readonly org: string }>;
  readonly searchParams: Promise<{
    readonly consent?: string;
    readonly missing?: string | string[];
    readonly offer?: string;
    readonly connection?: string;
    readonly pair?: string;
  }>;
}

export default async function ConnectPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { consent, missing = [], offer, connection, pair } = await searchParams;
  const caller = await requestCaller(org);
  const connections = await found(org, listConnections);
  const mayConnect = hasPermission(caller, "connection:write");
  const sessionHash = await requestSessionHash();
  const isAsked = mayConnect && consent === "other-account" && offer !== undefined && sessionHash !== null;
  const other = isAsked ? await findOtherAccount(caller, { id: String(offer), sessionHash }) : null;
  return (
    <>
      {other && offer ? (
        <OfferedAccount offerId={String(offer)} other={other} />
      ) : (
        <ConsentNotice
          ending={consent ?? null}
          choose={null}
          missing={consentParts().filter((part) => [missing].flat().includes(part))}
        />
      )}
      <ConnectStep
        connections={connections}
        consentKinds={consentKinds()}
        mayConnect={mayConnect}
        kinds={pairKinds(pair)}
        arrivedWith={connection === undefined ? null : String(connection)}
      />
    </>
  );
}
