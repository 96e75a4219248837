import { inputClass } from "@/components/ui/input";
import { ROLES } from "@/lib/auth/role";
import { roleSays, roleWord } from "@/lib/format/role-word";

interface Props {
  readonly label: string;
  readonly role: string;
  readonly isOwner: boolean;
  readonly isDisabled?: boolean;
  onChoose(role: string): void;
}

/** The roles with what each may; only an owner is offered to make another one. */
export function RoleSelect({ label, role, isOwner, isDisabled, onChoose }: Props) {
  return (
    <select
      aria-label={label}
      value={role}
      disabled={isDisabled}
      onChange={(event) => onChoose(event.target.value)}
      className={inputClass()}
    >
      {ROLES.filter((one) => isOwner || one !== "owner" || role === "owner").map((one) => (
        <option key={one} value={one} title={roleSays(one)}>
          {roleWord(one)[0]?.toUpperCase() + roleWord(one).slice(1)}
        </option>
      ))}
    </select>
  );
}
