import { Inbox } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { Moment } from "@/components/ui/moment";
import { proofOfAll } from "@/lib/format/attention-word";
import type { AttentionProof } from "@/lib/services/attention/list-attention";

/** That nothing waits, and how that is known. */
export function AttentionEmpty({ proof }: { readonly proof: AttentionProof }) {
  return (
    <div className="card">
      <Empty isProof icon={Inbox} title="Nothing needs you">
        {proofOfAll(proof)}
        {proof.since && (
          <>
            , checked <Moment at={proof.since} />
          </>
        )}
        . No plan is held, no conflict is open, no row has an issue and every connection works.
      </Empty>
    </div>
  );
}
