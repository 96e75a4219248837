"use client";

import { LoaderCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState, useTransition } from "react";
import { UNREACHED } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { Problem } from "@/components/ui/problem";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import { AccessFormOnNeed } from "../../../../../connections/_components/access-form-on-need";
import { CheckList } from "../../../../../connections/_components/check-list";
import { type CheckResult, check } from "../../../../../connections/actions";
import { MakePlace } from "./make-place";
import { type Place, PlacePicker } from "./place-picker";

interface Props {
  readonly connection: ConnectionView;
  readonly consentKinds: readonly string[];
  readonly mayConnect: boolean;
  readonly isTaken: (place: Place) => boolean;
  readonly onPick: (place: Place, query: string) => void;
}

/** A connection, tried before anything is looked for on it, and its places. */
export function ChosenConnection({ connection, consentKinds, mayConnect, isTaken, onPick }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const [isChecking, start] = useTransition();
  const [result, setResult] = useState<CheckResult | null>(null);
  const [isReconnecting, setReconnecting] = useState(false);
  const run = useCallback(
    () =>
      start(async () => {
        setResult(await check(org, connection.id).catch(() => ({ ...UNREACHED, checks: [] })));
        router.refresh();
      }),
    [org, connection.id, router],
  );
  const begun = useRef(false);
  useEffect(() => {
    // A viewer may look for places, and not note a connection's state.
    if (!mayConnect || begun.current) return;
    begun.current = true;
    run();
  }, [run, mayConnect]);
  const hasFailed = result?.checks.some(({ ok }) => ok === false) ?? false;
  return (
    <>
      <p className="font-medium">{connection.name}</p>
      <div aria-live="polite" className="mb-4">
        {isChecking && (
          <p className="mt-2 flex items-center gap-2 text-ink-soft">
            <LoaderCircle size={14} aria-hidden className="animate-spin" />
            Trying it: is it reachable, encrypted, readable?
          </p>
        )}
        {result?.problem && <Problem title={result.problem.message} remedy={result.problem.remedy} />}
        {result && result.checks.length > 0 && <CheckList checks={result.checks} />}
        {hasFailed && (
          <div className="mt-3 flex flex-wrap gap-2">
            <button type="button" onClick={run} disabled={isChecking} className={buttonClass("plain")}>
              Check again
            </button>
            <button
              type="button"
              aria-expanded={isReconnecting}
              onClick={() => setReconnecting(!isReconnecting)}
              className={buttonClass("quiet")}
            >
              Reconnect
            </button>
          </div>
        )}
      </div>
      {isReconnecting ? (
        <AccessFormOnNeed
          kind={connection.kind}
          hasConsent={consentKinds.includes(connection.kind)}
          connection={connection}
          onDone={() => {
            setReconnecting(false);
            run();
          }}
        />
      ) : (
        <>
          <PlacePicker connection={connection} isTaken={isTaken} onPick={onPick} />
          <MakePlace connection={connection} onMade={(place) => onPick(place, "")} />
        </>
      )}
    </>
  );
}
