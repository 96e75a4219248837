"use server";

import { z } from "zod";
import type { ActionResult, Asked } from "@/components/action";
import { sent, text } from "@/lib/http/sent";
import { addDomain, removeDomain, verifyDomain } from "@/lib/services/sign-in/change-domains";
import {
  addProvider,
  configureProvider,
  deleteProvider,
  switchProvider,
} from "@/lib/services/sign-in/change-provider";
import { type ProviderRequest, providerInput } from "@/lib/services/sign-in/provider-input";
import { type MetadataView, readMetadataAgain, takeMetadata } from "@/lib/services/sign-in/read-again";
import { requireSignInBy, setBreakGlass } from "@/lib/services/sign-in/require-provider";
import { answer, asked } from "../../_session/answer";

/** A new provider of a draft, or (by id) one that is set up anew. */
export type Saved = { readonly draft: string } | { readonly id: string };

const savedInput = z.union([z.strictObject({ draft: z.string() }), z.strictObject({ id: z.string() })]);

const CANNOT_BE_SAVED = { message: "This provider cannot be saved." };

export async function saveProvider(org: string, what: Saved, input: ProviderRequest): Promise<Asked<null>> {
  return asked(org, async (caller) => {
    const saved = sent(savedInput, what, CANNOT_BE_SAVED);
    const provider = sent(providerInput, input, CANNOT_BE_SAVED);
    if ("id" in saved) await configureProvider(caller, saved.id, provider);
    else await addProvider(caller, saved.draft, provider);
    return null;
  });
}

export async function turnProvider(org: string, id: string, isOn: boolean): Promise<ActionResult> {
  return answer(org, (caller) => switchProvider(caller, id, isOn === true));
}

export async function dropProvider(org: string, id: string): Promise<ActionResult> {
  return answer(org, (caller) => deleteProvider(caller, id));
}

export async function readAgain(org: string, id: string): Promise<Asked<MetadataView>> {
  return asked(org, (caller) => readMetadataAgain(caller, text(id)));
}

export async function takeRead(org: string, id: string, hash: string): Promise<ActionResult> {
  return answer(org, (caller) => takeMetadata(caller, text(id), text(hash)));
}

export async function newDomain(org: string, domain: string): Promise<ActionResult> {
  return answer(org, (caller) => addDomain(caller, text(domain)));
}

export async function checkDomain(org: string, domain: string): Promise<ActionResult> {
  return answer(org, (caller) => verifyDomain(caller, text(domain)));
}

export async function dropDomain(org: string, domain: string): Promise<ActionResult> {
  return answer(org, (caller) => removeDomain(caller, text(domain)));
}

export async function requireBy(org: string, id: string | null): Promise<ActionResult> {
  return answer(org, (caller) => requireSignInBy(caller, id));
}

export async function letAlwaysIn(org: string, person: string, isAllowed: boolean): Promise<ActionResult> {
  return answer(org, (caller) => setBreakGlass(caller, person, isAllowed === true));
}
