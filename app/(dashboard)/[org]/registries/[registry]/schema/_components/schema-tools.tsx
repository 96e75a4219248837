"use client";

import clsx from "clsx";
import { Braces, Download, WandSparkles } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { buttonClass } from "@/components/ui/button";
import type { ToolProps } from "./control-props";

// Each is fetched when it is opened.
const ProposePanel = lazy(() =>
  import("./propose-panel").then((module) => ({ default: module.ProposePanel })),
);
const ImportPanel = lazy(() => import("./import-panel").then((module) => ({ default: module.ImportPanel })));
const JsonPanel = lazy(() => import("./json-panel").then((module) => ({ default: module.JsonPanel })));

const TOOLS = [
  { id: "propose", word: "Propose from the rows", icon: WandSparkles, Panel: ProposePanel },
  { id: "import", word: "Import from a URL", icon: Download, Panel: ImportPanel },
  { id: "json", word: "JSON", icon: Braces, Panel: JsonPanel },
] as const;

/** Ways to a schema beside its controls; one is open at a time. */
export function SchemaTools(props: ToolProps) {
  const [open, setOpen] = useState<string | null>(null);
  const tool = TOOLS.find(({ id }) => id === open);
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto text-[0.9375rem] font-semibold">Fields</h2>
        {TOOLS.map(({ id, word, icon: Icon }) => (
          <button
            key={id}
            type="button"
            aria-expanded={open === id}
            onClick={() => setOpen(open === id ? null : id)}
            className={buttonClass("plain", clsx(open === id && "bg-sunken"))}
          >
            <Icon size={14} aria-hidden />
            {word}
          </button>
        ))}
      </div>
      {tool && (
        <section aria-label={tool.word} className="card p-4">
          <Suspense>
            <tool.Panel {...props} />
          </Suspense>
        </section>
      )}
    </div>
  );
}
