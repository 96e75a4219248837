import type { Caller } from "@/lib/auth/policy";
import type { RegistryDefinition } from "@/lib/db/registries";
import { AppError } from "@/lib/errors";

/** Whether the caller's decisions may write the field. A service key speaks for nobody, so it has no role. */
export function mayDecideField(caller: Caller, { access }: RegistryDefinition, fieldId: string): boolean {
  const roles = access[fieldId]?.roles;
  return roles === undefined || (caller.role !== null && roles.includes(caller.role));
}

/** Throws AppError `forbidden` unless the caller's role may decide on the field. */
export function requireFieldDecider(caller: Caller, registry: RegistryDefinition, fieldId: string): void {
  if (mayDecideField(caller, registry, fieldId)) return;
  const name = registry.fields.find(({ id }) => id === fieldId)?.name ?? fieldId;
  const roles = registry.access[fieldId]?.roles ?? [];
  throw new AppError("forbidden", `Your role may not decide on ${name}.`, {
    remedy:
      roles.length > 0
        ? `Ask somebody with one of the roles ${roles.join(", ")}, or change who may write the field.`
        : "Nobody's decisions may write this field; an owner can change that.",
  });
}
