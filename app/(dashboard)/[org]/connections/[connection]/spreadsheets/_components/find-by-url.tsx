import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";

/** Asks the page for the spreadsheet of a URL; works without a script. */
export function FindByUrl({ url }: { readonly url: string }) {
  return (
    <form method="get" className="flex max-w-2xl flex-wrap items-end gap-2">
      <Labelled label="URL of the spreadsheet" className="min-w-64 flex-1">
        <input
          required
          type="url"
          name="url"
          maxLength={500}
          defaultValue={url}
          placeholder="https://docs.google.com/spreadsheets/d/..."
          className={inputClass()}
        />
      </Labelled>
      <button type="submit" className={buttonClass("primary")}>
        Find it
      </button>
    </form>
  );
}
