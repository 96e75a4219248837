import { Download } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { CopyText } from "@/components/ui/copy-text";

interface Props {
  readonly org: string;
  /** What the filter selects, as a query. */
  readonly query: string;
  readonly isFiltered: boolean;
}

const VERIFY = "npx chittysync verify audit.ndjson --keys vkeys.txt";

/** Files of the log, and how anybody verifies one without us. */
export function ExportPanel({ org, query, isFiltered }: Props) {
  const fileOf = (format: string) => `/${org}/audit/export?${query}${query && "&"}format=${format}`;
  const what = isFiltered ? "What the filter selects" : "The whole log";
  return (
    <section aria-labelledby="export" className="card mt-6 p-5">
      <h2 id="export" className="font-semibold">
        Take it with you
      </h2>
      <p className="mt-1 text-ink-soft">{what}, oldest first. Each export is itself an entry of the log.</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <FileLink href={fileOf("csv")} word="CSV, for a spreadsheet" />
        <FileLink href={fileOf("ndjson")} word="NDJSON, with proofs" />
        {!isFiltered && <FileLink href={fileOf("bundle")} word="Bundle, the whole log with its verifier" />}
      </div>
      <p className="mt-4 font-medium">Verify the file yourself</p>
      <p className="mt-1 text-ink-soft">
        Every line of the NDJSON is proven by itself, offline. Take the{" "}
        <a href="/.well-known/vkeys.txt" className="text-accent underline">
          verifier keys
        </a>{" "}
        once and keep them; then:
      </p>
      <CopyText label="verifying an export" text={VERIFY} />
      <p className="mt-2 text-ink-soft">
        Without our software:{" "}
        <a href="/audit/verify.mjs" className="text-accent underline">
          verify.mjs
        </a>{" "}
        is one file for Node that needs nothing else; a bundle has it inside.
      </p>
      <CopyText label="verifying without our software" text="node verify.mjs audit.ndjson --keys vkeys.txt" />
    </section>
  );
}

const FileLink = ({ href, word }: { readonly href: string; readonly word: string }) => (
  // Not a Link: the file is not to be fetched before somebody asks for it.
  <a href={href} className={buttonClass("plain")}>
    <Download size={14} aria-hidden />
    {word}
  </a>
);
