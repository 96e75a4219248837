"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import type { OtherAccount } from "@/lib/services/connections/replace-access";
import { takeOtherAccount } from "../actions";
import { OtherAccountQuestion } from "./other-account";
import { useOwnPath } from "./use-own-path";

interface Props {
  readonly offerId: string;
  readonly other: OtherAccount;
}

/** What is asked after somebody agreed with another account than the connection's. */
export function OfferedAccount({ offerId, other }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const path = useOwnPath();
  return (
    <div className="mb-5">
      <OtherAccountQuestion other={other}>
        <Link href={path} className={buttonClass("plain")}>
          Keep {other.before}
        </Link>
        <ActionButton
          look="danger"
          label={`Use ${other.after} from now on`}
          action={() => takeOtherAccount(org, offerId)}
          onDone={() => router.push(`${path}${path.includes("?") ? "&" : "?"}consent=reconnected`)}
        />
      </OtherAccountQuestion>
    </div>
  );
}
