import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { AccessDraft } from "../access-draft";
import { DatabaseFields } from "./database-fields";

interface Props {
  readonly draft: AccessDraft;
  readonly onChange: (draft: AccessDraft) => void;
}

/** What a system's credentials consist of. */
export function CredentialFields({ draft, onChange }: Props) {
  switch (draft.kind) {
    case "notion":
      return (
        <Labelled
          label="Token"
          hint="The token of an internal connection, from notion.so/developers/connections. Then share the databases with it."
        >
          <input
            type="password"
            autoComplete="off"
            required
            placeholder="ntn_…"
            value={draft.token}
            onChange={(event) => onChange({ ...draft, token: event.target.value })}
            className={inputClass()}
          />
        </Labelled>
      );
    case "google":
      return (
        <Labelled
          label="Key file of the service account"
          hint="The whole JSON text. Share each spreadsheet with the account's address, as an editor."
        >
          <textarea
            required
            rows={4}
            spellCheck={false}
            autoComplete="off"
            placeholder="{ &quot;type&quot;: &quot;service_account&quot;, … }"
            value={draft.keyFile}
            onChange={(event) => onChange({ ...draft, keyFile: event.target.value })}
            className={inputClass("font-mono")}
          />
        </Labelled>
      );
    case "postgres":
      return <DatabaseFields draft={draft} onChange={onChange} />;
    default:
      return draft.kind satisfies never;
  }
}
