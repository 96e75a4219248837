"use client";

import { FileSpreadsheet, LoaderCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type ActionResult, UNREACHED } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { Problem } from "@/components/ui/problem";
import { pickerAccess } from "../../../actions";
import { type PickedFile, pickSpreadsheets } from "../google-picker";

const UNLOADED: ActionResult["problem"] = {
  message: "Google's dialog could not be opened.",
  remedy:
    "Check that your browser or network does not block apis.google.com and docs.google.com, then try again.",
};

/** Opens Google's own dialog: what is chosen there is what this connection opens. */
export function ChooseSpreadsheet({ connectionId }: { readonly connectionId: string }) {
  const org = useOrganization();
  const router = useRouter();
  const [isOpening, setOpening] = useState(false);
  const [picked, setPicked] = useState<readonly PickedFile[]>([]);
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const choose = async () => {
    setOpening(true);
    setProblem(null);
    const { access, ...result } = await pickerAccess(org, connectionId).catch(() => ({
      ...UNREACHED,
      access: null,
    }));
    const files = access && (await pickSpreadsheets(access).catch(() => null));
    setOpening(false);
    if (files === null) return setProblem(result.problem ?? UNLOADED);
    if (files.length === 0) return;
    setPicked(files);
    router.refresh();
  };
  return (
    <div>
      <button type="button" onClick={choose} disabled={isOpening} className={buttonClass("primary")}>
        {isOpening ? (
          <LoaderCircle size={14} aria-hidden className="animate-spin" />
        ) : (
          <FileSpreadsheet size={14} aria-hidden />
        )}
        Choose a spreadsheet
      </button>
      <div aria-live="polite" className="mt-3 empty:mt-0">
        {problem && <Problem title={problem.message} remedy={problem.remedy} />}
        {picked.length > 0 && !problem && (
          <p className="text-ink-soft">
            {picked.map(({ name }) => name).join(", ")} can be used from now on.
          </p>
        )}
      </div>
    </div>
  );
}
