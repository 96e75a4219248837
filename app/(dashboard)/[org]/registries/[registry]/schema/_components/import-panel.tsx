import { LoaderCircle } from "lucide-react";
import { useState, useTransition } from "react";
import type { Refusal as RefusalView } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import { Refusal } from "@/components/ui/refusal";
import { importFrom } from "../actions";
import type { ToolProps } from "./control-props";

/** Takes a schema from an address, as far as it speaks of this registry's fields. */
export function ImportPanel({ registry, onReplace }: ToolProps) {
  const org = useOrganization();
  const [isLoading, start] = useTransition();
  const [refusal, setRefusal] = useState<RefusalView | null>(null);
  const [leftOut, setLeftOut] = useState<readonly string[] | null>(null);
  const load = (form: FormData) =>
    start(async () => {
      const answered = await importFrom(org, registry.id, String(form.get("url") ?? ""));
      setRefusal(answered.refusal);
      setLeftOut(answered.view?.leftOut ?? null);
      if (answered.view) onReplace(answered.view.document);
    });
  return (
    <form action={load} className="space-y-3">
      <div className="flex flex-wrap items-end gap-2">
        <Labelled
          label="Address of a JSON Schema"
          hint="Public, over https; or a published schema of ours."
          className="min-w-64 flex-1"
        >
          <input
            type="url"
            name="url"
            required
            placeholder="https://schema.example.com/evidence/1.2.0.json"
            className={inputClass()}
          />
        </Labelled>
        <button type="submit" disabled={isLoading} className={buttonClass("primary", "sm:mb-5")}>
          {isLoading && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
          Import
        </button>
      </div>
      {refusal && <Refusal refusal={refusal} />}
      {leftOut && (
        <div role="status" className="text-ink-soft">
          <p>
            It is in the editor now; look it over and save it.
            {leftOut.length > 0 && " Left out, because the registry has no such field or option set:"}
          </p>
          <ul className="mt-1 flex flex-wrap gap-1.5">
            {leftOut.map((path) => (
              <li key={path} className="rounded bg-calm-soft px-1.5 font-mono text-xs leading-5">
                {path}
              </li>
            ))}
          </ul>
        </div>
      )}
    </form>
  );
}
