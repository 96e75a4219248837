import { Crumbs } from "@/components/ui/crumbs";
import { PageHeader } from "@/components/ui/page-header";
import { Problem } from "@/components/ui/problem";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { listSpreadsheets } from "@/lib/services/connections/list-spreadsheets";
import { found } from "../../../_session/answer";
import { ChooseSpreadsheet } from "./_components/choose-spreadsheet";
import { FindByUrl } from "./_components/find-by-url";
import { SpreadsheetList } from "./_components/spreadsheet-list";

export const metadata = { title: "Spreadsheets" };

interface Props {
  readonly params: Promise<{ readonly org: string; readonly connection: string }>;
  readonly searchParams: Promise<{ readonly url?: string | string[] }>;
}

/** Which spreadsheets a Google connection opens: those that are chosen here, or the one of a URL. */
export default async function SpreadsheetsPage({ params, searchParams }: Props) {
  const { org, connection: id } = await params;
  const url = String((await searchParams).url ?? "");
  const { connection, spreadsheets, problem } = await found(org, (caller) =>
    listSpreadsheets(caller, id, url),
  );
  const mayChoose = hasPermission(await requestCaller(org), "connection:write");
  const isPicked = connection.files === "picked";
  return (
    <>
      <Crumbs trail={[{ word: "Connections", href: `/${org}/connections` }, { word: connection.name }]} />
      <PageHeader title={`Spreadsheets of ${connection.name}`} />
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
