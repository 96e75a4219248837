import "server-only";
import type { Caller } from "@/lib/auth/policy";
import { templateOf } from "../templates/all-templates";
import { beginDraft } from "./begin-draft";
import { beginDraftInput } from "./draft-input";
import type { DraftView } from "./draft-view";
import { templateParts } from "./template-parts";

/** `beginDraft` with a template's fields, key and rules. Throws AppError `not-found` for a template that is none. */
export const beginFromTemplate = (caller: Caller, templateId: string, now = new Date()): Promise<DraftView> =>
  beginDraft(caller, beginDraftInput.parse(templateParts(templateOf(templateId))), now);
