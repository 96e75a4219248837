"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { UNREACHED } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { Chip } from "@/components/ui/chip";
import { KindIcon } from "@/components/ui/kind-icon";
import { Moment } from "@/components/ui/moment";
import { Problem } from "@/components/ui/problem";
import { connectionWord, whatMends } from "@/lib/format/connection-word";
import { kindWord } from "@/lib/format/setting";
import type { ConnectionBudget as Budget } from "@/lib/services/connections/call-budgets";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import { type CheckResult, check } from "../actions";
import { AccessFormOnNeed } from "./access-form-on-need";
import { CheckList } from "./check-list";
import { ConnectionBudget } from "./connection-budget";
import { ConnectionButtons, type Opened } from "./connection-buttons";
import { ConnectionChanges } from "./connection-changes";
import { ConnectionUses } from "./connection-uses";

interface Props {
  readonly connection: ConnectionView;
  /** Registries that wait if it ends. */
  readonly uses: readonly { readonly id: string; readonly name: string }[];
  /** Null where its system counts no calls. */
  readonly budget: Budget | null;
  readonly consentKinds: readonly string[];
  readonly mayChange: boolean;
  /** The form for its access is there from the first. */
  readonly startsOpen?: boolean;
}

export function ConnectionLine(props: Props) {
  const { connection, uses, budget, consentKinds, mayChange, startsOpen = false } = props;
  const org = useOrganization();
  const router = useRouter();
  const [isChecking, start] = useTransition();
  const [result, setResult] = useState<CheckResult | null>(null);
  const [opened, setOpened] = useState<Opened | null>(startsOpen && mayChange ? "access" : null);
  const { word, tone } = connectionWord(connection.status, connection.problem);
  const run = () =>
    start(async () => {
      setResult(await check(org, connection.id).catch(() => ({ ...UNREACHED, checks: [] })));
      router.refresh();
    });
  return (
    <li className="px-4 py-3.5" aria-label={connection.name}>
      <div className="flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <KindIcon kind={connection.kind} size={22} isNamed />
        <div className="min-w-40 flex-1">
          <p className="truncate font-medium">{connection.name}</p>
          <p className="truncate text-xs text-ink-soft">
            {kindWord(connection.kind)} · {connection.label}
          </p>
          <ConnectionUses uses={uses} />
          {budget && <ConnectionBudget budget={budget} />}
        </div>
        <p className="text-xs text-ink-soft max-sm:hidden">
          Checked <Moment at={connection.checkedAt} />
        </p>
        <Chip tone={tone} word={word} />
        {mayChange && (
          <ConnectionButtons
            connection={connection}
            opened={opened}
            isChecking={isChecking}
            onCheck={run}
            onToggle={(what) => setOpened(opened === what ? null : what)}
          />
        )}
      </div>
      <div aria-live="polite" className="sm:ml-9">
        {connection.problem && !result && (
          <p className="mt-1.5 text-ink-soft">
            {connection.problem} {whatMends(connection.status)}
          </p>
        )}
        {result?.problem && (
          <div className="mt-3">
            <Problem title={result.problem.message} remedy={result.problem.remedy} />
          </div>
        )}
        {result && result.checks.length > 0 && <CheckList checks={result.checks} />}
      </div>
      {opened && (
        <div className="mt-3 border-t pt-3 sm:ml-9">
          {opened === "access" ? (
            <AccessFormOnNeed
              kind={connection.kind}
              hasConsent={consentKinds.includes(connection.kind)}
              connection={connection}
              onDone={() => setOpened(null)}
            />
          ) : (
            <ConnectionChanges connection={connection} uses={uses} onDone={() => setOpened(null)} />
          )}
        </div>
      )}
    </li>
  );
}
