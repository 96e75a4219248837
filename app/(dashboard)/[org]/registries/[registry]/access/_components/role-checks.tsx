import { ChevronDown } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { DECIDING_ROLES, type DecidingRole, roleWord } from "@/lib/format/role";

interface Props {
  readonly field: string;
  readonly roles: readonly DecidingRole[];
  readonly onChange: (roles: readonly DecidingRole[]) => void;
}

/** Whose decisions may write a field: all who may decide, or some roles of them. */
export function RoleChecks({ field, roles, onChange }: Props) {
  const isEveryone = roles.length === DECIDING_ROLES.length;
  const word = isEveryone ? "Everyone who may decide" : roles.map(roleWord).join(", ") || "Nobody";
  return (
    <details className="group">
      <summary aria-label={`Who decides on ${field}: ${word}`} className={buttonClass("quiet", "list-none")}>
        {word}
        <ChevronDown size={13} aria-hidden className="transition-transform group-open:rotate-180" />
      </summary>
      <fieldset className="space-y-1 px-2.5 pt-1 pb-2">
        <legend className="sr-only">Roles that decide on {field}</legend>
        {DECIDING_ROLES.map((role) => (
          <label key={role} className="flex cursor-pointer items-center gap-2">
            <input
              type="checkbox"
              checked={roles.includes(role)}
              onChange={(event) =>
                onChange(
                  DECIDING_ROLES.filter((own) => (own === role ? event.target.checked : roles.includes(own))),
                )
              }
              className="size-3.5 accent-[var(--accent)]"
            />
            {roleWord(role)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
