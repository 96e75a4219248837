import type { DraftBody } from "@/lib/services/drafts/draft-input";
import type { DraftView } from "@/lib/services/drafts/draft-view";
import type { Stored } from "./draft-saving";

type Settings = Omit<DraftBody, "sides" | "fields" | "key" | "rules">;

/** What of a draft is decided by people; a setting that is null or left out is as the server proposes. */
export type DraftParts = Pick<DraftBody, "sides" | "fields" | "key" | "rules"> & {
  readonly name: string;
} & { readonly [Part in keyof Settings]?: Settings[Part] | null };

export const partsOf = ({ name, body, revision }: DraftView): Stored<DraftParts> => ({
  revision,
  body: { name, ...body },
});
