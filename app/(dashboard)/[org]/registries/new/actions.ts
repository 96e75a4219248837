"use server";

import type { ActionResult, Asked } from "@/components/action";
import { AppError } from "@/lib/errors";
import { sent, text } from "@/lib/http/sent";
import { createPlace, type MadePlaceView } from "@/lib/services/connections/create-place";
import { type CreatePlaceInput, createPlaceInput } from "@/lib/services/connections/place-input";
import { addDraftColumns } from "@/lib/services/drafts/add-draft-columns";
import { beginFromTemplate } from "@/lib/services/drafts/begin-from-template";
import { beginOwnDraft } from "@/lib/services/drafts/begin-own-draft";
import { changeDraft } from "@/lib/services/drafts/change-draft";
import {
  type AddDraftColumnsInput,
  addDraftColumnsInput,
  type ChangeDraftInput,
  changeDraftInput,
  lookAgainInput,
  startDraftInput,
  tryDraftInput,
} from "@/lib/services/drafts/draft-input";
import type { DraftView, StartedView, TriedView } from "@/lib/services/drafts/draft-view";
import { dropDraft } from "@/lib/services/drafts/drop-draft";
import { lookAgain } from "@/lib/services/drafts/look-at-places";
import { readAgain } from "@/lib/services/drafts/read-again";
import { requestSurvey } from "@/lib/services/drafts/request-survey";
import { startDraft } from "@/lib/services/drafts/start-draft";
import { tryDraft } from "@/lib/services/drafts/try-draft";
import { answer, asked } from "../../_session/answer";
import { pairKinds } from "./pairs";

/** Begins a draft and goes to its first step, which opens with the systems of the pair. */
export async function begin(org: string, pair: string | null): Promise<ActionResult> {
  return answer(
    org,
    (caller) => {
      if (pair !== null && pairKinds(pair).length === 0)
        throw new AppError("invalid-input", "There is no such pair of systems.");
      return beginOwnDraft(caller);
    },
    ({ id }) => `/${org}/registries/new/${id}/connect${pair === null ? "" : `?pair=${pair}`}`,
  );
}

export async function beginWithTemplate(org: string, templateId: string): Promise<ActionResult> {
  return answer(
    org,
    (caller) => beginFromTemplate(caller, text(templateId)),
    ({ id }) => `/${org}/registries/new/${id}/connect`,
  );
}

/** Keeps what was changed, on top of the revision that was looked at. */
export async function saveDraft(
  org: string,
  draft: string,
  change: ChangeDraftInput,
): Promise<Asked<DraftView>> {
  return asked(org, (caller) => changeDraft(caller, text(draft), sent(changeDraftInput, change, NO_CHANGE)));
}

export async function dropDraftForGood(org: string, draft: string): Promise<ActionResult> {
  return answer(org, (caller) => dropDraft(caller, text(draft)));
}

/** Looks at the places of these sides anew. */
export async function relook(org: string, draft: string, sides: string[]): Promise<Asked<DraftView>> {
  return asked(org, (caller) => lookAgain(caller, text(draft), sent(lookAgainInput, { sides }, NO_SIDES)));
}

/** Makes columns for fields that a side's place does not have, and maps them. */
export async function addColumns(
  org: string,
  draft: string,
  wish: AddDraftColumnsInput,
): Promise<Asked<DraftView>> {
  return asked(org, (caller) =>
    addDraftColumns(caller, text(draft), sent(addDraftColumnsInput, wish, NO_COLUMNS)),
  );
}

/** Makes a place that is not there yet; the same call again finds it. */
export async function makePlace(
  org: string,
  connectionId: string,
  place: Omit<CreatePlaceInput, "fields"> & {
    readonly fields: readonly Pick<
      CreatePlaceInput["fields"][number],
      "name" | "type" | "options" | "native"
    >[];
  },
): Promise<Asked<MadePlaceView>> {
  return asked(org, (caller) =>
    createPlace(caller, text(connectionId), sent(createPlaceInput, place, NO_PLACE)),
  );
}

/** Has the places read once, for the numbers that are told before there is a registry. */
export async function askSurvey(org: string, draft: string): Promise<Asked<DraftView>> {
  return asked(org, (caller) => requestSurvey(caller, text(draft)));
}

/** Looks at the places again, then has them read: for a person who has changed something there. */
export async function askSurveyAgain(org: string, draft: string): Promise<Asked<DraftView>> {
  return asked(org, (caller) => readAgain(caller, text(draft)));
}

/** Asks for the dry run of the draft as it was looked at. */
export async function tryOut(org: string, draft: string, revision: number): Promise<Asked<TriedView>> {
  return asked(org, (caller) =>
    tryDraft(caller, text(draft), sent(tryDraftInput, { revision }, NO_REVISION)),
  );
}

/** Starts the first sync, or shadow mode, of what the dry run showed. */
export async function startNow(
  org: string,
  draft: string,
  start: { readonly revision: number; readonly as: "sync" | "shadow" },
): Promise<Asked<StartedView>> {
  return asked(org, (caller) => startDraft(caller, text(draft), sent(startDraftInput, start, NO_REVISION)));
}

const NO_CHANGE = {
  message: "This is not a change of a draft.",
  remedy: "Reload the page and change it again.",
};
const NO_PLACE = { message: "The place cannot be made like this." };
const NO_COLUMNS = { message: "Columns cannot be made like this." };
const NO_SIDES = { message: "These are not sides of the draft." };
const NO_REVISION = { message: "This is no revision of the draft.", remedy: "Reload the page." };
