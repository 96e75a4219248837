import { type Caller, rolesFor } from "@/lib/auth/policy";
import type { Role } from "@/lib/auth/role";
import type { RegistryDefinition } from "@/lib/db/registries";
import { AppError } from "@/lib/errors";

/** A changed field that only some roles may decide on. */
export interface RestrictedField {
  readonly field: string;
  readonly roles: readonly string[];
}

export interface Deciders {
  /** The roles that may approve, fewer where the plan changes fields that are kept to some. */
  readonly roles: readonly Role[];
  readonly fields: readonly RestrictedField[];
}

/** Who may approve a plan that changes these fields, by field id. */
export function decidersOf(registry: RegistryDefinition, changed: readonly string[]): Deciders {
  const names = new Map(registry.fields.map((field) => [field.id, field.name]));
  const fields = changed.flatMap((id) => {
    const roles = registry.access[id]?.roles;
    return roles === undefined ? [] : [{ field: names.get(id) ?? id, roles }];
  });
  const roles = rolesFor("run:approve").filter((role) => fields.every((one) => one.roles.includes(role)));
  return { roles, fields };
}

/** Throws AppError `forbidden` unless the caller's role may decide on each of the changed fields. */
export function requireDecider(
  caller: Caller,
  registry: RegistryDefinition,
  changed: readonly string[],
): void {
  const { roles, fields } = decidersOf(registry, changed);
  if (caller.role !== null && roles.includes(caller.role)) return;
  const barring = fields.find((one) => caller.role === null || !one.roles.includes(caller.role));
  throw new AppError(
    "forbidden",
    barring
      ? `The plan changes ${barring.field}, which your role may not decide on.`
      : "Your role may not approve this plan.",
    {
      remedy:
        roles.length > 0
          ? `Ask somebody with one of the roles ${roles.join(", ")}.`
          : "No role may decide on all of its fields: change who may write them under Access.",
    },
  );
}
