import { LoaderCircle } from "lucide-react";
import { type FormEvent, type ReactNode, useState, useTransition } from "react";
import type { Asked, Refusal as RefusalView } from "./action";
import { buttonClass } from "./ui/button";
import { Refusal } from "./ui/refusal";

interface Props<T> {
  readonly save: (form: FormData) => Promise<Asked<T>>;
  readonly onSaved: (view: T) => void;
  readonly onClose: () => void;
  readonly saveWord: string;
  readonly children: ReactNode;
}

/** Faults name the control that they are in, as its label calls it, where there is one. */
function withLabels(refusal: RefusalView, form: HTMLFormElement): RefusalView {
  const labelOf = (path: string) => {
    const control = form.elements.namedItem(path.split("/").at(-1) ?? "");
    const labels = control !== null && "labels" in control ? (control as HTMLInputElement).labels : null;
    return labels?.[0]?.firstElementChild?.textContent;
  };
  return {
    ...refusal,
    paths: refusal.paths.map(({ path, message }) => ({ path: labelOf(path) ?? path, message })),
  };
}

/** A list's form for another one, or for changing one: it is saved, or says why not and keeps what was entered. */
export function ListForm<T>({ save, onSaved, onClose, saveWord, children }: Props<T>) {
  const [isSaving, start] = useTransition();
  const [refusal, setRefusal] = useState<RefusalView | null>(null);
  // Not the form's `action`: after one React empties the fields, also when it was refused.
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    start(async () => {
      const answered = await save(new FormData(form));
      setRefusal(answered.refusal && withLabels(answered.refusal, form));
      if (answered.refusal === null) onSaved(answered.view);
    });
  };
  return (
    <form onSubmit={send} className="grid max-w-3xl gap-x-5 gap-y-3.5 sm:grid-cols-2">
      {children}
      {refusal && (
        <div className="sm:col-span-2">
          <Refusal refusal={refusal} />
        </div>
      )}
      <div className="flex gap-2 sm:col-span-2">
        <button type="submit" disabled={isSaving} className={buttonClass("primary")}>
          {isSaving && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
          {saveWord}
        </button>
        <button type="button" onClick={onClose} className={buttonClass("plain")}>
          Cancel
        </button>
      </div>
    </form>
  );
}
