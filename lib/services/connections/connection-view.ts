import type { ConnectorKind } from "@/lib/connectors/connector";
import type { Files } from "@/lib/connectors/oauth";
import { filesOpenedBy } from "@/lib/connectors/registry";
import type { StoredConnection } from "@/lib/db/connections";
import { publicId } from "@/lib/ids";

/** The words of the public API for kinds of connection, and the connector behind each. */
export const CONNECTOR_OF = { notion: "notion", postgres: "postgres", google: "google-sheets" } as const;

export type ConnectionKind = keyof typeof CONNECTOR_OF;

export interface ConnectionView {
  readonly id: string;
  readonly kind: ConnectionKind;
  readonly name: string;
  /** What may be shown of the credentials. */
  readonly label: string;
  /** Whose records it opens: a workspace, an account, a database; null = it was never asked. */
  readonly account: string | null;
  /** Which files of the account it opens: those that were picked, or all; null = there is no such choice. */
  readonly files: Files | null;
  readonly status: string;
  readonly problem: string | null;
  readonly checkedAt: string | null;
  readonly createdAt: string;
}

const KIND_OF: Record<string, ConnectionKind> = {
  notion: "notion",
  postgres: "postgres",
  "google-sheets": "google",
};

export const connectionView = (stored: StoredConnection): ConnectionView => ({
  id: publicId("con", stored.id),
  kind: KIND_OF[stored.kind] ?? "postgres",
  name: stored.name,
  label: stored.label,
  account: stored.accountName,
  files: filesOpenedBy(stored.kind as ConnectorKind, stored.scopes),
  status: stored.status,
  problem: stored.problem,
  checkedAt: stored.checkedAt?.toISOString() ?? null,
  createdAt: stored.createdAt.toISOString(),
});
