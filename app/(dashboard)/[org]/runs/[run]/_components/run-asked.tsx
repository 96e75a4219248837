import Link from "next/link";
import { exactTime } from "@/lib/format/moment";
import { mayWrite } from "@/lib/format/run-word";
import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";

interface Props {
  readonly org: string;
  readonly run: RunView;
  readonly registry: RegistryView;
}

/** What a run was asked to bring about, beyond bringing the sides together. */
export function RunAsked({ org, run, registry }: Props) {
  const { request, kind } = run;
  if (request === null) return mayWrite(kind) ? null : <Asked>It only looks: it never writes.</Asked>;
  switch (request.kind) {
    case "put-back": {
      const sides = registry.sides.filter((side) => request.sides.includes(side.id));
      const where = sides.map((side) => `${kindWord(side.kind)} (${sideName(side)})`).join(" and ");
      return (
        <Asked>
          It puts back on {where} what a{" "}
          <RunLink href={`/${org}/runs/${request.runId}`}>rejected plan</RunLink> would have taken from there.
        </Asked>
      );
    }
    case "undo":
      return (
        <Asked>
          It undoes <RunLink href={`/${org}/runs/${request.runId}`}>another run</RunLink>: cells go back where
          they are still as that run left them, what was edited since stays.
        </Asked>
      );
    case "restore-at":
      return (
        <Asked>It brings the rows back to {exactTime(request.at)}; rows that were added since stay.</Asked>
      );
    case "restore-row":
      return (
        <Asked>
          It brings{" "}
          <RunLink href={`/${org}/registries/${registry.id}/rows/${request.rowId}`}>one row</RunLink> back to
          its version {request.version}.
        </Asked>
      );
    case "proposal":
      return <Asked>It shows what settings that are not saved yet would write. It only looks.</Asked>;
    default:
      return request satisfies never;
  }
}

const Asked = ({ children }: { readonly children: React.ReactNode }) => <p className="mt-1">{children}</p>;

const RunLink = ({ href, children }: { readonly href: string; readonly children: React.ReactNode }) => (
  <Link href={href} className="font-medium text-accent hover:underline">
    {children}
  </Link>
);
