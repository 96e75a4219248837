import type { Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { findDraft } from "@/lib/db/drafts";
import { uuidOf } from "@/lib/ids";
import type { Tenant } from "@/lib/sync/testing/tenant";
import type { World } from "@/lib/sync/testing/world";
import { beginDraft } from "../begin-draft";
import { changeDraft } from "../change-draft";
import { type BeginDraftInput, beginDraftInput, changeDraftInput } from "../draft-input";
import type { DraftView } from "../draft-view";
import { getDraft } from "../get-draft";
import { proposeMapping } from "../propose-mapping";
import { requestSurvey } from "../request-survey";
import { surveyTurn } from "../survey-turn";

export type Shelf = Readonly<Record<"Code" | "Title" | "Copies", string | number | null>>;

/** Books as they stand on a shelf: B01 and so on. */
export const shelf = (from: number, to: number): Shelf[] =>
  Array.from({ length: to - from + 1 }, (_, at) => ({
    Code: `B${String(from + at).padStart(2, "0")}`,
    Title: `Book ${from + at}`,
    Copies: from + at,
  }));

/** A person with a data source in Notion and a table, in front of the wizard. */
export interface Wizard {
  readonly caller: Caller;
  readonly dataSourceId: string;
  readonly table: string;
  /** The sides as a draft takes them: Notion is s1, the table s2. */
  readonly sides: NonNullable<BeginDraftInput["sides"]>;
  begin(input?: Record<string, unknown>): Promise<DraftView>;
  change(draft: DraftView, input: Record<string, unknown>): Promise<DraftView>;
  /** Reads the places, as the job does. */
  survey(draft: DraftView): Promise<DraftView>;
  /** Surveyed, with every proposal of the mapping and the code as its key. */
  ready(input?: Record<string, unknown>): Promise<DraftView>;
}

let made = 0;

/** Places books in both; the table's columns are its own where they are given. */
export async function openWizard(
  world: World,
  books: { readonly notion: readonly Shelf[]; readonly postgres: readonly Shelf[]; readonly tenant?: Tenant },
): Promise<Wizard> {
  made += 1;
  const { tenant = world.tenant } = books;
  const { caller, connections } = tenant;
  const table = `shelf_${made}`;
  const properties = { Code: "title", Title: "rich_text", Copies: "number" };
  const { dataSourceId } = world.notion<{ dataSourceId: string }>("create-database", {
    ...{ title: `Shelf ${made}`, properties },
  });
  world.notion("create-rows", { dataSourceId, rows: books.notion });
  await world.sql(`create table ${table} (code text primary key, title text, copies text)`);
  for (const { Code, Title, Copies } of books.postgres)
    await world.sql(`insert into ${table} values ($1, $2, $3)`, [Code, Title, Copies]);
  const sides = [
    { connectionId: connections.notion, location: { dataSourceId }, mappings: [] },
    { connectionId: connections.postgres, location: { schema: "public", table }, mappings: [] },
  ];
  const begin: Wizard["begin"] = (input = {}) =>
    beginDraft(caller, beginDraftInput.parse({ name: `Shelf ${made}`, sides, ...input }));
  const change: Wizard["change"] = ({ id, revision }, input) =>
    changeDraft(caller, id, changeDraftInput.parse({ revision, ...input }));
  const survey: Wizard["survey"] = async ({ id }) => {
    await requestSurvey(caller, id);
    await carrySurvey(caller, id);
    return getDraft(caller, id);
  };
  return {
    ...{ caller, dataSourceId, table, sides, begin, change, survey },
    ready: async (input = {}) => {
      const draft = await survey(await begin());
      const mapped = await change(draft, (await proposeMapping(caller, draft.id)).change);
      const code = mapped.body.fields.find(({ name }) => name === "Code")?.ref;
      return change(mapped, { key: [code], schedule: "manual", ...input });
    },
  };
}

/** Does what the job does: turn after turn until the survey is over. */
export async function carrySurvey({ organizationId }: Caller, id: string, turns = 50): Promise<number> {
  const draftId = uuidOf("drf", id) ?? "";
  const stored = await withOrg(organizationId, (db) => findDraft(db, draftId));
  const place = { organizationId, draftId, surveyId: stored?.surveyId ?? "" };
  for (let turn = 1; turn <= turns; turn += 1) if ((await surveyTurn(place)).next === "over") return turn;
  return turns;
}
