import type { AttentionSubject } from "@/lib/services/attention/attention-id";
import { ApprovalItem } from "./approval-item";
import { ColumnsItem } from "./columns-item";
import { ConflictItem } from "./conflict-item";
import { ConnectionItem } from "./connection-item";
import { DriftItem } from "./drift-item";
import { IssueItem } from "./issue-item";
import { StoppedItem } from "./stopped-item";

interface Props {
  readonly org: string;
  readonly subject: AttentionSubject;
}

/** One cause in full, with all that can be decided about it. */
export function AttentionItem({ org, subject }: Props) {
  switch (subject.kind) {
    case "connection":
      return <ConnectionItem org={org} id={subject.connection} />;
    case "stopped":
      return <StoppedItem org={org} registryId={subject.registry} />;
    case "approval":
      return <ApprovalItem org={org} runId={subject.run} />;
    case "drift":
      return <DriftItem org={org} registryId={subject.registry} />;
    case "conflict":
      return <ConflictItem org={org} registryId={subject.registry} field={subject.field} />;
    case "issue":
      return <IssueItem org={org} registryId={subject.registry} cause={subject} />;
    case "columns":
      return <ColumnsItem org={org} registryId={subject.registry} />;
    default:
      return subject satisfies never;
  }
}
