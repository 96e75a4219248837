import Link from "next/link";
import { IssueBadge } from "@/components/issue-badge";
import { KindIcon } from "@/components/ui/kind-icon";
import { Moment } from "@/components/ui/moment";
import { issueRemedy } from "@/lib/format/issue-remedy";
import { issueTitle } from "@/lib/format/issue-title";
import { sideName } from "@/lib/format/side";
import type { IssueGroupView } from "@/lib/services/issues/list-issues";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { GroupActions } from "./group-actions";

interface Props {
  readonly registry: RegistryView;
  readonly issue: IssueGroupView;
  /** The address of the registry. */
  readonly base: string;
}

/** What is wrong, how it is mended, and everything that is known of the cause. */
export function GroupHead({ registry, issue, base }: Props) {
  const side = registry.sides.find(({ id }) => id === issue.side);
  const isRule = issue.reason.startsWith("rule:");
  return (
    <section aria-label="Issue" className="card space-y-3.5 p-4">
      <p className="eyebrow">
        <Link href={`${base}/issues`} className="hover:text-ink">
          Issues
        </Link>
      </p>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <h2 className="min-w-0 flex-1 text-[0.9375rem] leading-6 font-semibold">{issueTitle(issue)}</h2>
        <IssueBadge issue={issue} />
      </div>
      <div>
        <p className="eyebrow">How to fix</p>
        <p>{issueRemedy(issue.reason, issue.severity)}</p>
        {isRule && (
          <Link
            href={`${base}/schema`}
            className="mt-0.5 inline-block font-medium text-accent hover:underline"
          >
            The rule in the schema
          </Link>
        )}
      </div>
      <GroupActions registryId={registry.id} issue={issue} />
      <dl className="flex flex-wrap gap-x-6 gap-y-1.5 border-t pt-3 text-ink-soft">
        <Detail name="Side">
          {side && <KindIcon kind={side.kind} size={14} isNamed />}
          {side ? sideName(side) : "A side that is gone"}
        </Detail>
        <Detail name="Since">
          <Moment at={issue.firstSeen} />
        </Detail>
        <Detail name="Last seen">
          <Moment at={issue.lastSeen} />
        </Detail>
        <Detail name="Code">
          <code className="font-mono text-xs">{issue.reason}</code>
        </Detail>
      </dl>
    </section>
  );
}

function Detail({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className="flex items-center gap-1.5">
      <dt className="text-ink-faint">{name}</dt>
      <dd className="flex items-center gap-1.5 text-ink">{children}</dd>
    </div>
  );
}
