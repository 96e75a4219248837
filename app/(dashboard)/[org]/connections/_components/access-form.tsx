import type { ConnectionView } from "@/lib/services/connections/connection-view";
import type { AccessDraft } from "../access-draft";
import { ConsentLink } from "./consent-link";
import { CredentialForm } from "./credential-form";
import { RoleScript } from "./role-script";

interface Props {
  readonly kind: AccessDraft["kind"];
  /** People can agree to it at the provider. */
  readonly hasConsent: boolean;
  /** The connection that gets other access; null = a new one. */
  readonly connection: ConnectionView | null;
  readonly onDone: () => void;
}

const BY_HAND: Record<AccessDraft["kind"], string> = {
  notion: "Or paste an internal connection's token",
  google: "Or use a service account's key",
  postgres: "",
};

const WHY: Record<AccessDraft["kind"], string> = {
  notion:
    "This installation has no OAuth client with Notion (NOTION_CLIENT_ID), so paste the token of an internal connection.",
  google:
    "This installation has no OAuth client with Google (GOOGLE_CLIENT_ID), so use the key of a service account.",
  postgres: "",
};

/** All ways to let ChittySync into a system. */
export function AccessForm({ kind, hasConsent, connection, onDone }: Props) {
  if (kind === "postgres")
    return (
      <>
        <CredentialForm kind={kind} connection={connection} onDone={onDone} />
        <RoleScript />
      </>
    );
  const form = <CredentialForm kind={kind} connection={connection} onDone={onDone} />;
  if (!hasConsent)
    return (
      <>
        <p className="mb-3 text-ink-soft">{WHY[kind]}</p>
        {form}
      </>
    );
  return (
    <>
      <ConsentLink kind={kind} connection={connection} />
      <details className="mt-4">
        <summary className="cursor-pointer text-ink-soft">{BY_HAND[kind]}</summary>
        <div className="mt-3">{form}</div>
      </details>
    </>
  );
}
