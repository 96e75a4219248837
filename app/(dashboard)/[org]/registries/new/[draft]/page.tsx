import { redirect } from "next/navigation";
import { getDraft } from "@/lib/services/drafts/get-draft";
import { found } from "../../../_session/answer";

/** A draft's own address leads to where its person left off. */
export default async function DraftPage({ params }: { params: Promise<{ org: string; draft: string }> }) {
  const { org, draft: id } = await params;
  const { step, state } = await found(org, (caller) => getDraft(caller, id));
  redirect(`/${org}/registries/new/${id}/${state === "started" ? "go-live" : step}`);
}
