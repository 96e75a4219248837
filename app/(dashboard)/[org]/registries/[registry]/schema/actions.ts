"use server";

import type { ActionResult, Asked } from "@/components/action";
import { sent } from "@/lib/http/sent";
import { importSchema, importSchemaInput } from "@/lib/services/schemas/import-schema";
import { previewSchema, type SchemaPreviewView } from "@/lib/services/schemas/preview-schema";
import { proposeSchema } from "@/lib/services/schemas/propose-schema";
import { publishSchema, publishSchemaInput } from "@/lib/services/schemas/publish-schema";
import { saveDraft } from "@/lib/services/schemas/save-draft";
import { answer, asked } from "../../../_session/answer";

type Json = Readonly<Record<string, unknown>>;

/** Answers the document as it was kept: with field ids, and a title. */
export async function saveSchema(org: string, registryId: string, document: Json): Promise<Asked<Json>> {
  return asked(org, async (caller) => {
    const { draft, published } = await saveDraft(caller, registryId, document);
    return draft?.document ?? published?.document ?? {};
  });
}

export async function discardDraft(org: string, registryId: string, inForce: Json): Promise<ActionResult> {
  return answer(org, (caller) => saveDraft(caller, registryId, inForce));
}

export async function publishDraft(org: string, registryId: string, hash: string): Promise<ActionResult> {
  return answer(org, (caller) =>
    publishSchema(caller, registryId, sent(publishSchemaInput, { hash }, NO_HASH)),
  );
}

/** How many rows fail what is kept: the draft, or else the schema in force. */
export async function tryKept(org: string, registryId: string): Promise<Asked<SchemaPreviewView>> {
  return asked(org, (caller) => previewSchema(caller, registryId, {}));
}

export type Proposed = Awaited<ReturnType<typeof proposeSchema>>;

export async function propose(org: string, registryId: string): Promise<Asked<Proposed>> {
  return asked(org, (caller) => proposeSchema(caller, registryId));
}

export type Imported = Awaited<ReturnType<typeof importSchema>>;

export async function importFrom(org: string, registryId: string, url: string): Promise<Asked<Imported>> {
  return asked(org, (caller) =>
    importSchema(caller, registryId, sent(importSchemaInput, { url }, NO_ADDRESS)),
  );
}

const NO_HASH = { message: "This is not a draft's hash." };
const NO_ADDRESS = {
  message: "This is not an address.",
  remedy: "Give a public https address that serves JSON.",
};
