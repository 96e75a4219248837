import Link from "next/link";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { useWizard } from "./wizard-context";

/** In place of the steps of a draft that has become a registry. */
export function StartedNote() {
  const org = useOrganization();
  const { draft, base } = useWizard();
  return (
    <div className="card px-5 py-6">
      <h2 className="font-medium">This draft has become a registry.</h2>
      <p className="mt-1 text-ink-soft">
        What was decided here is changed on the registry's own page from now on.
      </p>
      <div className="mt-4 flex flex-wrap gap-2">
        <Link href={`${base}/go-live`} className={buttonClass("plain")}>
          How the first sync goes
        </Link>
        {draft.registryId && (
          <Link href={`/${org}/registries/${draft.registryId}`} className={buttonClass("primary")}>
            Open the registry
          </Link>
        )}
      </div>
    </div>
  );
}
