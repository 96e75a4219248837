import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { listConnections } from "@/lib/services/connections/browse-connections";
import { consentKinds } from "@/lib/services/connections/start-consent";
import { found } from "../../../../_session/answer";
import { ConsentEnding, type EndingInAddress } from "../../../../connections/_components/consent-ending";
import { pairKinds } from "../../pairs";
import { ConnectStep } from "./_components/connect-step";

interface Props {
  readonly params: Promise<{ readonly org: string }>;
  readonly searchParams: Promise<EndingInAddress & { readonly connection?: string; readonly pair?: string }>;
}

export default async function ConnectPage({ params, searchParams }: Props) {
  const { org } = await params;
  const address = await searchParams;
  const { connection, pair } = address;
  const caller = await requestCaller(org);
  const connections = await found(org, listConnections);
  const mayConnect = hasPermission(caller, "connection:write");
  return (
    <>
      <ConsentEnding org={org} address={address} choose={null} />
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
