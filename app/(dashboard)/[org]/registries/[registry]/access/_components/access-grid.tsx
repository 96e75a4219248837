"use client";

import type { RegistryView } from "@/lib/services/registries/registry-view";
import { SaveBar } from "../../_components/save-bar";
import { SideHeads } from "../../_components/side-heads";
import { useDraft } from "../../_components/use-draft";
import { accessDraftOf, accessFault, accessOf } from "./access-draft";
import { AccessMark } from "./access-mark";
import { RoleChecks } from "./role-checks";

/** Fields down, sides across: who may edit what, whose decisions count, and what waits for an approval. */
export function AccessGrid({ registry }: { readonly registry: RegistryView }) {
  const draft = useDraft({ fields: accessDraftOf(registry) });
  const access = draft.value.fields;
  const { sides, fields } = registry;
  return (
    <div className="card">
      <div className="overflow-x-auto">
        <table className="w-full min-w-[820px]">
          <thead>
            <tr className="border-b">
              <th scope="col" className="table-head px-4 py-2.5">
                Field
              </th>
              <SideHeads sides={sides} />
              <th scope="col" className="table-head px-3" title="Conflicts, restores and undo">
                Decided by
              </th>
              <th scope="col" className="table-head px-3 pr-4">
                Needs approval
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {fields.map(({ id, name }) => {
              const own = access[name] ?? { roles: [], approval: false };
              const set = (change: Partial<typeof own>) =>
                draft.set({ fields: { ...access, [name]: { ...own, ...change } } });
              return (
                <tr key={id}>
                  <th scope="row" className="px-4 py-2 text-left font-medium">
                    {name}
                  </th>
                  {sides.map((side) => (
                    <td key={side.id} className="px-3">
                      <AccessMark
                        direction={
                          side.mappings.find((mapping) => mapping.field === name)?.direction ?? "off"
                        }
                      />
                    </td>
                  ))}
                  <td className="px-3">
                    <RoleChecks field={name} roles={own.roles} onChange={(roles) => set({ roles })} />
                  </td>
                  <td className="px-3 pr-4">
                    <input
                      type="checkbox"
                      aria-label={`Changes of ${name} need an approval`}
                      checked={own.approval}
                      onChange={(event) => set({ approval: event.target.checked })}
                      className="size-4 accent-[var(--accent)]"
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <SaveBar
        registryId={registry.id}
        of="access"
        change={{ access: accessOf(access) }}
        isChanged={draft.isChanged}
        fault={accessFault(access)}
        onReset={draft.reset}
      />
    </div>
  );
}
