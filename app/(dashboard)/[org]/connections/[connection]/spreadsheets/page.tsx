import { buttonClass } from "@/components/ui/button";
import { Crumbs } from "@/components/ui/crumbs";
import { PageHeader } from "@/components/ui/page-header";
import { Problem } from "@/components/ui/problem";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { listSpreadsheets } from "@/lib/services/connections/list-spreadsheets";
import { returnPath } from "@/lib/services/connections/return-path";
import { found } from "../../../_session/answer";
import { ChooseSpreadsheet } from "./_components/choose-spreadsheet";
import { FindByUrl } from "./_components/find-by-url";
import { SpreadsheetList } from "./_components/spreadsheet-list";

export const metadata = { title: "Spreadsheets" };

interface Props {
  readonly params: Promise<{ readonly org: string; readonly connection: string }>;
  readonly searchParams: Promise<{ readonly url?: string | string[]; readonly returnTo?: string | string[] }>;
}

/** Which spreadsheets a Google connection opens: those that are chosen here, or the one of a URL. */
export default async function SpreadsheetsPage({ params, searchParams }: Props) {
  const { org, connection: id } = await params;
  const asked = await searchParams;
  const url = String(asked.url ?? "");
  const connections = `/${org}/connections`;
  const back = returnPath(asked.returnTo === undefined ? null : String(asked.returnTo), connections);
  const { connection, spreadsheets, problem } = await found(org, (caller) =>
    listSpreadsheets(caller, id, url),
  );
  const mayChoose = hasPermission(await requestCaller(org), "connection:write");
  const isPicked = connection.files === "picked";
  return (
    <>
      <Crumbs trail={[{ word: "Connections", href: connections }, { word: connection.name }]} />
      <PageHeader title={`Spreadsheets of ${connection.name}`}>
        {back !== connections && (
          // A document of its own again: only this one may show Google's dialog.
          <a href={back} className={buttonClass("primary", "ml-auto")}>
            Back to the new registry
          </a>
        )}
      </PageHeader>
      <p className="mb-4 max-w-2xl text-ink-soft">
        {isPicked
          ? "ChittySync opens the spreadsheets that were chosen here and sees nothing else of the account. What is chosen stays so until the access is taken back at Google."
          : "This connection opens every spreadsheet of the account. Paste a URL to see that it can be used."}
      </p>
      <div className="mb-6">
        {isPicked ? mayChoose && <ChooseSpreadsheet connectionId={connection.id} /> : <FindByUrl url={url} />}
      </div>
      {problem ? (
        <Problem title={problem.message} remedy={problem.remedy} />
      ) : (
        <SpreadsheetList
          spreadsheets={spreadsheets}
          whenEmpty={
            isPicked
              ? "Choose the spreadsheets that registries may use."
              : "None is shown before its URL is given."
          }
        />
      )}
    </>
  );
}
