import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { AccessDraft } from "../access-draft";

interface Props {
  readonly draft: AccessDraft;
  readonly onChange: (draft: AccessDraft) => void;
}

const PARTS = [
  { name: "host", label: "Host", type: "text", width: "sm:col-span-2" },
  { name: "port", label: "Port", type: "number", width: "" },
  { name: "database", label: "Database", type: "text", width: "" },
  { name: "user", label: "User", type: "text", width: "" },
  { name: "password", label: "Password", type: "password", width: "" },
] as const;

/** A database by its URL, or by its parts. */
export function DatabaseFields({ draft, onChange }: Props) {
  return (
    <fieldset>
      <legend className="sr-only">How the database is reached</legend>
      <div className="mb-2 flex gap-4">
        {(["url", "fields"] as const).map((by) => (
          <label key={by} className="flex items-center gap-1.5">
            <input
              type="radio"
              name="by"
              checked={draft.by === by}
              onChange={() => onChange({ ...draft, by })}
            />
            {by === "url" ? "Connection URL" : "Separate fields"}
          </label>
        ))}
      </div>
      {draft.by === "url" ? (
        <Labelled
          label="URL"
          hint="Encryption is always verified in full. Private addresses are reached only if the operator allows them."
        >
          <input
            type="password"
            autoComplete="off"
            required
            placeholder="postgres://user:password@host:5432/database"
            value={draft.url}
            onChange={(event) => onChange({ ...draft, url: event.target.value })}
            className={inputClass("font-mono")}
          />
        </Labelled>
      ) : (
        <div className="grid gap-3 sm:grid-cols-3">
          {PARTS.map(({ name, label, type, width }) => (
            <Labelled key={name} label={label} className={width}>
              <input
                type={type}
                required
                autoComplete="off"
                value={draft[name]}
                onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
                className={inputClass()}
              />
            </Labelled>
          ))}
        </div>
      )}
      <Labelled
        label="CA certificate (optional)"
        hint="For a server whose certificate no public authority signed. Encryption stays verified in full, its host name included."
        className="mt-3"
      >
        <textarea
          rows={3}
          spellCheck={false}
          autoComplete="off"
          placeholder="-----BEGIN CERTIFICATE-----"
          value={draft.ca}
          onChange={(event) => onChange({ ...draft, ca: event.target.value })}
          className={inputClass("font-mono text-xs")}
        />
      </Labelled>
    </fieldset>
  );
}
