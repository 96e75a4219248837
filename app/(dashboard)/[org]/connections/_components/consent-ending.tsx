import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { requestSessionHash } from "@/lib/auth/request-session";
import { findOtherAccount } from "@/lib/services/connections/decide-offer";
import { consentParts } from "@/lib/services/connections/start-consent";
import { ConsentNotice } from "./consent-notice";
import { OfferedAccount } from "./offered-account";

/** What the way back from a provider adds to the address of the page that it leads to. */
export interface EndingInAddress {
  readonly consent?: string | string[] | undefined;
  readonly missing?: string | string[] | undefined;
  readonly offer?: string | string[] | undefined;
}

interface Props {
  readonly org: string;
  readonly address: EndingInAddress;
  /** Where the spreadsheets of what was connected are chosen; null = there is nothing to choose. */
  readonly choose: string | null;
}

/** How a way to a provider ended, or its question about another account; nothing where the address tells of none. */
export async function ConsentEnding({ org, address, choose }: Props) {
  const { consent, missing = [], offer } = address;
  const caller = await requestCaller(org);
  const sessionHash = await requestSessionHash();
  const mayChange = hasPermission(caller, "connection:write");
  const isAsked = mayChange && consent === "other-account" && offer !== undefined && sessionHash !== null;
  const other = isAsked ? await findOtherAccount(caller, { id: String(offer), sessionHash }) : null;
  if (other && offer) return <OfferedAccount offerId={String(offer)} other={other} />;
  return (
    <ConsentNotice
      ending={typeof consent === "string" ? consent : null}
      choose={choose}
      missing={consentParts().filter((part) => [missing].flat().includes(part))}
    />
  );
}
