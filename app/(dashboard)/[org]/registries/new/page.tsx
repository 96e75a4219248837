import { PageHeader } from "@/components/ui/page-header";
import { listDrafts } from "@/lib/services/drafts/list-drafts";
import { listTemplates } from "@/lib/services/templates/list-templates";
import { found } from "../../_session/answer";
import { BeginOwn } from "./_components/begin-own";
import { DraftLines } from "./_components/draft-lines";
import { PairTiles } from "./_components/pair-tiles";
import { TemplateTiles } from "./_components/template-tiles";

export const metadata = { title: "New registry" };

export default async function NewRegistryPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const [drafts, templates] = await found(org, (caller) =>
    Promise.all([listDrafts(caller), listTemplates(caller)]),
  );
  const open = drafts.filter(({ state }) => state !== "started");
  return (
    <>
      <PageHeader title="New registry" />
      <p className="-mt-3 mb-6 text-ink-soft">
        Five steps, a few minutes. Nothing is written until you press Start.
      </p>
      {open.length > 0 && (
        <section aria-labelledby="drafts" className="mb-8">
          <h2 id="drafts" className="mb-2 text-lead font-semibold">
            Go on with a draft
          </h2>
          <DraftLines drafts={open} />
        </section>
      )}
      <section aria-labelledby="own" className="mb-8">
        <div className="mb-2 flex flex-wrap items-center gap-3">
          <h2 id="own" className="mr-auto text-lead font-semibold">
            Start from your own tables
          </h2>
          <BeginOwn />
        </div>
        <PairTiles />
      </section>
      <section aria-labelledby="templates">
        <h2 id="templates" className="mb-2 text-lead font-semibold">
          Start from a template
        </h2>
        <TemplateTiles templates={templates} />
      </section>
    </>
  );
}
