import clsx from "clsx";
import { CopyText } from "@/components/ui/copy-text";
import { Disclosure } from "@/components/ui/disclosure";
import { MemberList } from "./member-list";
import type { Call } from "./read-openapi";

const METHODS: Readonly<Record<string, string>> = {
  GET: "text-good",
  POST: "text-accent",
  PUT: "text-warn",
  PATCH: "text-warn",
  DELETE: "text-bad",
};

/** One call: closed it is a line, open it is all of it. */
export function OperationPart({ call }: { readonly call: Call }) {
  const { id, method, path, summary, note, parameters, body, example, answer, statuses } = call;
  return (
    <div id={id} className="scroll-mt-20 px-4 py-2.5">
      <Disclosure
        summary={
          <span className="min-w-0">
            <span className={clsx("mr-2 font-mono text-small font-semibold", METHODS[method])}>{method}</span>
            <span className="font-mono text-small break-all">{path}</span>
            <span className="block font-normal text-ink-soft">{summary}</span>
          </span>
        }
      >
        {note && <p className="text-ink-soft">{note}</p>}
        <MemberList title="In the address" members={parameters} />
        <MemberList title="Sent" members={body} />
        {example && (
          <>
            <h3 className="eyebrow mt-4">Example</h3>
            <CopyText label={`the example of ${id}`} text={curl(call)} />
          </>
        )}
        <MemberList title="Answered" members={answer} />
        <h3 className="eyebrow mt-4">Statuses</h3>
        <ul className="mt-1.5 space-y-0.5 text-control text-ink-soft">
          {statuses.map(({ status, what }) => (
            <li key={status}>
              <code className="mr-2 font-mono text-ink">{status}</code>
              {what}
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

const curl = ({ method, path, example }: Call): string =>
  `curl -X ${method} https://your-host/api/v1${path} \\\n  -H "Authorization: Bearer $CHITTYSYNC_KEY" \\\n  -H "Content-Type: application/json" \\\n  -d '${example}'`;
