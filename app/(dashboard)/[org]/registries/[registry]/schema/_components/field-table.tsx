"use client";

import { Pencil } from "lucide-react";
import { Fragment, lazy, Suspense, useState } from "react";
import type { Asked } from "@/components/action";
import { buttonClass } from "@/components/ui/button";
import { typeWord } from "@/lib/format/cell";
import { formatCount } from "@/lib/format/count";
import { ruleWords } from "@/lib/format/schema-words";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { SchemaPreviewView } from "@/lib/services/schemas/preview-schema";
import type { NamedSet } from "./control-props";
import { isRequired, propertyOf, type SchemaJson } from "./edit-document";

// Fetched when a field is opened.
const FieldForm = lazy(() => import("./field-form").then((module) => ({ default: module.FieldForm })));

interface Props {
  readonly registry: RegistryView;
  readonly document: SchemaJson;
  /** Null while the document is not what was tried, undefined while the rows are counted. */
  readonly failing: Asked<SchemaPreviewView> | null | undefined;
  readonly optionSets: readonly NamedSet[];
  readonly onChange: (document: SchemaJson) => void;
}

const COLUMNS = ["Field", "Type", "Required", "Rules", "If broken", "Fails now"];

/** What the schema asks of each field, each line opening to its controls. */
export function FieldTable({ registry, document, failing, optionSets, onChange }: Props) {
  const [open, setOpen] = useState<string | null>(null);
  const setName = (id: string) => optionSets.find((set) => set.id === id)?.name ?? id;
  return (
    <div className="card overflow-x-auto">
      <table className="w-full min-w-[720px]">
        <caption className="sr-only">What the schema asks of each field</caption>
        <thead>
          <tr className="border-b">
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="table-head px-3 py-2 first:pl-4">
                {column}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {registry.fields.map((field) => {
            const property = propertyOf(document, field.id);
            const rules = ruleWords(property, setName);
            const isOpen = open === field.id;
            return (
              <Fragment key={field.id}>
                <tr className="align-top">
                  <th scope="row" className="px-3 py-2.5 pl-4 text-left font-medium">
                    {field.name}
                  </th>
                  <td className="px-3 py-2.5 whitespace-nowrap text-ink-soft">{typeWord(field.type)}</td>
                  <td className="px-3 py-2.5">{isRequired(document, field.id) ? "Yes" : <None />}</td>
                  <td className="max-w-80 px-3 py-2.5">{rules.length > 0 ? rules.join(" · ") : <None />}</td>
                  <td className="px-3 py-2.5 whitespace-nowrap text-ink-soft">
                    {property["x-severity"] === "warning" ? "Only warns" : "Kept out"}
                  </td>
                  <td className="px-3 py-2.5 tabular-nums">
                    <Failing failing={failing} field={field.name} />
                  </td>
                  <td className="px-3 py-1.5 pr-4 text-right">
                    <button
                      type="button"
                      aria-expanded={isOpen}
                      aria-label={`Edit rules of ${field.name}`}
                      onClick={() => setOpen(isOpen ? null : field.id)}
                      className={buttonClass("quiet")}
                    >
                      <Pencil size={13} aria-hidden />
                      {isOpen ? "Close" : "Edit"}
                    </button>
                  </td>
                </tr>
                {isOpen && (
                  <tr>
                    <td colSpan={COLUMNS.length + 1} className="bg-sunken/60 px-4 py-4">
                      <Suspense>
                        <FieldForm
                          field={field}
                          document={document}
                          optionSets={optionSets}
                          onChange={onChange}
                        />
                      </Suspense>
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const None = () => <span className="text-ink-faint select-none">–</span>;

function Failing({ failing, field }: { readonly failing: Props["failing"]; readonly field: string }) {
  if (failing === null) return <span className="text-ink-faint">save to see</span>;
  if (failing === undefined) return <span className="text-ink-faint">counting…</span>;
  if (failing.view === null) return <span className="text-ink-faint">not known</span>;
  const groups = failing.view.groups.filter((group) => group.field === field);
  if (groups.length === 0) return <None />;
  return (
    <ul className="space-y-0.5">
      {groups.map(({ reason, message, rows, severity }) => (
        <li key={reason} title={message} className={severity === "error" ? "text-warn" : "text-ink-soft"}>
          {formatCount(rows)} {rows === 1 ? "row" : "rows"}
        </li>
      ))}
    </ul>
  );
}
