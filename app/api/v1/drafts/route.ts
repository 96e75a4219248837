import { wholePage } from "@/lib/http/cursor";
import { beginDraftOperation, listDraftsOperation } from "@/lib/http/operations/drafts";
import { serve } from "@/lib/http/serve";
import { beginDraft } from "@/lib/services/drafts/begin-draft";
import { listDrafts } from "@/lib/services/drafts/list-drafts";

export const GET = serve(listDraftsOperation, async ({ caller }) => wholePage(await listDrafts(caller)));

export const POST = serve(beginDraftOperation, ({ caller, body }) => beginDraft(caller, body));
