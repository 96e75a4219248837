import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getDraft } from "@/lib/services/drafts/get-draft";
import { listTemplates } from "@/lib/services/templates/list-templates";
import { found } from "../../../_session/answer";
import { WizardProvider } from "./_components/wizard-context";
import { WizardFrame } from "./_components/wizard-frame";

interface Props {
  readonly params: Promise<{ readonly org: string; readonly draft: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, draft } = await params;
  return { title: (await found(org, (caller) => getDraft(caller, draft))).name };
}

export default async function DraftLayout({ params, children }: Props & { readonly children: ReactNode }) {
  const { org, draft: id } = await params;
  const [draft, templates] = await found(org, (caller) =>
    Promise.all([getDraft(caller, id), listTemplates(caller)]),
  );
  const template = templates.find((one) => one.id === draft.body.template?.id) ?? null;
  return (
    <WizardProvider key={id} initial={draft} template={template}>
      <WizardFrame>{children}</WizardFrame>
    </WizardProvider>
  );
}
