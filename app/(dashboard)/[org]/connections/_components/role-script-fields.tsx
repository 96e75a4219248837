import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { ScriptDraft } from "../access-draft";

interface Props {
  readonly draft: ScriptDraft;
  readonly onChange: (draft: ScriptDraft) => void;
}

/** Which role, which tables, and what it may do with them. */
export function RoleScriptFields({ draft, onChange }: Props) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Labelled label="Role">
        <input
          required
          maxLength={63}
          value={draft.role}
          onChange={(event) => onChange({ ...draft, role: event.target.value })}
          className={inputClass()}
        />
      </Labelled>
      <Labelled label="Schema">
        <input
          required
          maxLength={63}
          value={draft.schema}
          onChange={(event) => onChange({ ...draft, schema: event.target.value })}
          className={inputClass()}
        />
      </Labelled>
      <Labelled
        label="Tables, one a line"
        hint={draft.log ? "With their key columns: orders: id" : "As they are called, without quotes."}
        className="sm:col-span-2"
      >
        <textarea
          required
          rows={3}
          spellCheck={false}
          value={draft.tables}
          onChange={(event) => onChange({ ...draft, tables: event.target.value })}
          className={inputClass("font-mono")}
        />
      </Labelled>
      <Labelled label="The role may">
        <select
          value={draft.access}
          onChange={(event) =>
            onChange({ ...draft, access: event.target.value === "read" ? "read" : "read-write" })
          }
          className={inputClass()}
        >
          <option value="read-write">read and write these tables</option>
          <option value="read">only read these tables</option>
        </select>
      </Labelled>
      <label className="flex items-start gap-2 sm:self-end sm:pb-1.5">
        <input
          type="checkbox"
          checked={draft.log}
          onChange={(event) => onChange({ ...draft, log: event.target.checked })}
          className="mt-0.5"
        />
        <span>Log which rows change, so that large tables are read faster</span>
      </label>
    </div>
  );
}
