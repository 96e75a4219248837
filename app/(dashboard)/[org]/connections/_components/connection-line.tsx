"use client";

import { LoaderCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { buttonClass } from "@/components/button";
import { Chip } from "@/components/chip";
import { KindIcon } from "@/components/kind-icon";
import { useOrganization } from "@/components/live/organization";
import { Moment } from "@/components/moment";
import { Problem } from "@/components/problem";
import { connectionWord } from "@/lib/format/connection-word";
import { kindWord } from "@/lib/format/setting";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import { type CheckResult, check } from "../actions";
import { CheckList } from "./check-list";

export function ConnectionLine({ connection }: { readonly connection: ConnectionView }) {
  const org = useOrganization();
  const router = useRouter();
  const [isChecking, start] = useTransition();
  const [result, setResult] = useState<CheckResult | null>(null);
  const { word, tone } = connectionWord(connection.status, connection.problem);
  const run = () =>
    start(async () => {
      setResult(await check(org, connection.id));
      router.refresh();
    });
  return (
    <li className="px-4 py-3.5">
      <div className="flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <KindIcon kind={connection.kind} size={22} isNamed />
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium">{connection.name}</p>
          <p className="truncate text-xs text-ink-soft">
            {kindWord(connection.kind)} · {connection.label}
          </p>
        </div>
        <p className="text-xs text-ink-soft max-sm:hidden">
          Checked <Moment at={connection.checkedAt} />
        </p>
        <Chip tone={tone} word={word} />
        <button
          type="button"
          onClick={run}
          disabled={isChecking}
          aria-label={`Check ${connection.name}`}
          className={buttonClass("plain")}
        >
          {isChecking && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
          Check
        </button>
      </div>
      <div aria-live="polite" className="sm:ml-9">
        {connection.problem && !result && (
          <p className="mt-1.5 text-ink-soft">
            At the last check: {connection.problem} Check again for what to do.
          </p>
        )}
        {result?.problem && (
          <div className="mt-3">
            <Problem title={result.problem.message} remedy={result.problem.remedy} />
          </div>
        )}
        {result && result.checks.length > 0 && <CheckList checks={result.checks} />}
      </div>
    </li>
  );
}
