import { Disclosure } from "@/components/ui/disclosure";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import type { AccessDraft } from "../access-draft";
import { ConsentLink, type Files } from "./consent-link";
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

const OTHERWISE: Record<Files, string> = {
  all: "Or open every spreadsheet of the account, to paste URLs",
  picked: "Or only the spreadsheets that you choose",
};

/** The way that is shown first, and the other one: what a connection had stays first, or its registries would lose it. */
const waysOf = (connection: ConnectionView | null): readonly [Files, Files] =>
  connection === null || connection.files === "picked" ? ["picked", "all"] : ["all", "picked"];

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
  const [files, others] = waysOf(connection);
  if (!hasConsent)
    return (
      <>
        <p className="mb-3 text-ink-soft">{WHY[kind]}</p>
        {form}
      </>
    );
  return (
    <>
      <ConsentLink kind={kind} connection={connection} files={files} />
      {kind === "google" && (
        <Disclosure summary={OTHERWISE[others]} className="mt-4">
          <ConsentLink kind={kind} connection={connection} files={others} isSecond />
        </Disclosure>
      )}
      <Disclosure summary={BY_HAND[kind]} className="mt-4">
        {form}
      </Disclosure>
    </>
  );
}
