"use client";

import { Eye, FlaskConical, Play } from "lucide-react";
import { startInShadow, startRun } from "../../../_first-sync/actions";
import { BeginButton } from "../../../_first-sync/begin-button";

interface Props {
  readonly id: string;
  /** There is a dry run to begin by. */
  readonly isTried: boolean;
}

/** The ways to begin a draft's first sync. */
export function FirstSyncButtons({ id, isTried }: Props) {
  return (
    <>
      <BeginButton
        look="quiet"
        begin={(org) => startInShadow(org, id)}
        icon={<Eye size={14} aria-hidden />}
        label="Start in shadow"
      />
      <BeginButton
        look={isTried ? "plain" : "primary"}
        begin={(org) => startRun(org, id, "dry-run")}
        icon={<FlaskConical size={14} aria-hidden />}
        label={isTried ? "Dry run again" : "Dry run"}
      />
      <BeginButton
        look={isTried ? "primary" : "plain"}
        begin={(org) => startRun(org, id, "sync")}
        icon={<Play size={14} aria-hidden />}
        label="Start first sync"
      />
    </>
  );
}
