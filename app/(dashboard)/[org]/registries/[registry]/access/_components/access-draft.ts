import { DECIDING_ROLES, type DecidingRole } from "@/lib/format/role";
import type { UpdateRegistryInput } from "@/lib/services/registries/registry-input";
import type { RegistryView } from "@/lib/services/registries/registry-view";

/** Who decides on a field, and whether its changes wait for an approval. */
export interface FieldAccess {
  readonly roles: readonly DecidingRole[];
  readonly approval: boolean;
}

/** By field name; every field has an entry. */
export type AccessDraft = Readonly<Record<string, FieldAccess>>;

export function accessDraftOf({ fields, access }: RegistryView): AccessDraft {
  return Object.fromEntries(
    fields.map(({ name }) => {
      const { roles, approval } = access[name] ?? {};
      const deciding = DECIDING_ROLES.filter((role) => roles === undefined || roles.includes(role));
      return [name, { roles: deciding, approval: approval ?? false }];
    }),
  );
}

/** As the API takes it: only fields that are kept to somebody, or wait. */
export function accessOf(draft: AccessDraft): NonNullable<UpdateRegistryInput["access"]> {
  return Object.fromEntries(
    Object.entries(draft).flatMap(([name, { roles, approval }]) => {
      const rule = {
        ...(roles.length < DECIDING_ROLES.length && { roles: [...roles] }),
        ...(approval && { approval }),
      };
      return Object.keys(rule).length === 0 ? [] : [[name, rule]];
    }),
  );
}

/** What keeps it from being saved; null = nothing. */
export function accessFault(draft: AccessDraft): string | null {
  const nobody = Object.entries(draft).find(([, { roles }]) => roles.length === 0);
  return nobody ? `${nobody[0]}: let at least one role decide.` : null;
}
