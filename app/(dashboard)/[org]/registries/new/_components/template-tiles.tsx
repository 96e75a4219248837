"use client";

import { useState } from "react";
import { CellValue } from "@/components/cell-value";
import { useOrganization } from "@/components/live/organization";
import { TypeIcon } from "@/components/type-icon";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { counted } from "@/lib/format/count";
import type { TemplateView } from "@/lib/services/templates/template-view";
import { beginWithTemplate } from "../actions";

/** Registries that many keep, each open to its fields and a sample before it is taken. */
export function TemplateTiles({ templates }: { readonly templates: readonly TemplateView[] }) {
  const org = useOrganization();
  const [open, setOpen] = useState<TemplateView | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <ul aria-label="Templates" className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {templates.map((template) => (
          <li key={template.id}>
            <button
              type="button"
              aria-haspopup="dialog"
              onClick={() => setOpen(template)}
              className="card flex h-full w-full flex-col items-start px-4 py-3.5 text-left transition-colors hover:border-line-strong hover:bg-sunken/50"
            >
              <span className="font-medium">{template.name}</span>
              <span className="text-small text-ink-faint">For {template.audience}</span>
              <span className="mt-1.5 line-clamp-3 text-ink-soft">{template.description}</span>
              <span className="mt-auto pt-2.5 text-small text-ink-faint">
                {counted(template.fields.length, "field")} · key {template.key.join(" + ")}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {open && (
        <Dialog
          isOpen
          close={close}
          size="wide"
          title={open.name}
          description={open.description}
          actions={
            <>
              <button type="button" onClick={close} className={buttonClass("quiet")}>
                Cancel
              </button>
              <ActionButton
                look="primary"
                label="Use this template"
                action={() => beginWithTemplate(org, open.id)}
              />
            </>
          }
        >
          <TemplatePreview template={open} />
        </Dialog>
      )}
    </>
  );
}

function TemplatePreview({ template: { fields, sample, rules } }: { readonly template: TemplateView }) {
  const lines = sample.map((row, at) => ({ id: `row ${at}`, row }));
  return (
    <>
      <p className="mb-2 text-small text-ink-soft">
        Three rows as an example, which nobody gets written. It comes with its options and{" "}
        {counted(rules.length, "rule")} of its own; which of them hold is decided later.
      </p>
      <div className="overflow-x-auto rounded-control border">
        <table className="w-full text-left text-small">
          <thead>
            <tr className="border-b">
              {fields.map(({ name, type, description }) => (
                <th key={name} scope="col" title={description} className="table-head px-3 py-2">
                  <span className="flex items-center gap-1">
                    <TypeIcon type={type} />
                    {name}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {lines.map(({ id, row }) => (
              <tr key={id}>
                {fields.map(({ name }, at) => (
                  <td key={name} className="max-w-56 truncate px-3 py-1.5">
                    <CellValue value={row[at] ?? null} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
