import { Check, ChevronRight, Minus } from "lucide-react";
import { isFreshOnly, PERMISSIONS, type Permission, rolesFor } from "@/lib/auth/policy";
import { ROLES } from "@/lib/auth/role";
import { roleWord } from "@/lib/format/role-word";
import { permissionWord } from "./permission-word";

/** What each role may do: the table that the services ask, drawn. */
export function RoleTable() {
  return (
    <details className="group card mt-8">
      <summary className="flex list-none items-center gap-1.5 px-4 py-3 font-semibold">
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 text-ink-faint transition-transform group-open:rotate-90"
        />
        What each role may do
      </summary>
      <div className="overflow-x-auto border-t">
        <table className="w-full min-w-[600px] text-[0.8125rem]">
          <thead>
            <tr className="border-b text-left text-xs text-ink-soft">
              <th scope="col" className="px-4 py-2 font-medium">
                Permission
              </th>
              {ROLES.map((role) => (
                <th key={role} scope="col" className="px-2 py-2 text-center font-medium capitalize">
                  {roleWord(role).split(" ")[0]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {(Object.keys(PERMISSIONS) as Permission[]).map((permission) => (
              <PermissionLine key={permission} permission={permission} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="border-t px-4 py-3 text-xs text-ink-soft">
        Everybody may leave. A key of the API may what its person may, as far as its scopes go. Fields can be
        kept to fewer roles, under a registry&rsquo;s Access.
      </p>
    </details>
  );
}

function PermissionLine({ permission }: { readonly permission: Permission }) {
  const roles = rolesFor(permission);
  return (
    <tr>
      <th scope="row" className="px-4 py-2 text-left font-normal">
        {permissionWord(permission)}
        {isFreshOnly(permission) && "; within ten minutes of signing in, by no key"}
        <code className="ml-2 hidden text-[0.6875rem] sm:inline whitespace-nowrap text-ink-faint">
          {permission}
        </code>
      </th>
      {ROLES.map((role) => (
        <td key={role} className="px-2 py-2 text-center">
          {roles.includes(role) ? (
            <Check size={14} role="img" aria-label={`${roleWord(role)}: yes`} className="inline text-good" />
          ) : (
            <Minus
              size={14}
              role="img"
              aria-label={`${roleWord(role)}: no`}
              className="inline text-ink-faint"
            />
          )}
        </td>
      ))}
    </tr>
  );
}
