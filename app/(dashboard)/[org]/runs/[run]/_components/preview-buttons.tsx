"use client";

import { FlaskConical, Play } from "lucide-react";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { startRun } from "../../../_first-sync/actions";
import { BeginButton } from "../../../_first-sync/begin-button";

/** From a dry run on: plan once more, or carry it out. */
export function PreviewButtons({ registry }: { readonly registry: RegistryView }) {
  const isFirst = registry.lastRunAt === null;
  return (
    <span className="flex flex-wrap gap-2">
      <BeginButton
        begin={(org) => startRun(org, registry.id, "dry-run")}
        icon={<FlaskConical size={14} aria-hidden />}
        label="Dry run again"
      />
      {registry.mode !== "shadow" && (
        <BeginButton
          look="primary"
          begin={(org) => startRun(org, registry.id, "sync")}
          icon={<Play size={14} aria-hidden />}
          label={isFirst ? "Start first sync" : "Start sync"}
        />
      )}
    </span>
  );
}
