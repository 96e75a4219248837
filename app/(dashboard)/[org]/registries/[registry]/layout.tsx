import type { Metadata } from "next";
import type { ReactNode } from "react";
import { sealPage } from "@/lib/http/cursor";
import { lookAtRegistryMute } from "@/lib/services/notifications/mute-registry";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { listRuns } from "@/lib/services/runs/browse-runs";
import { found } from "../../_session/answer";
import { openItemsOf } from "../../_session/attention";
import { RegistryHead } from "./_components/registry-head";
import { Tabs } from "./_components/tabs";

interface Props {
  readonly params: Promise<{ readonly org: string; readonly registry: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, registry } = await params;
  return { title: (await found(org, (caller) => getRegistry(caller, registry))).name };
}

export default async function RegistryLayout({ params, children }: Props & { readonly children: ReactNode }) {
  const { org, registry: id } = await params;
  const [registry, runs, muted] = await found(org, (caller) =>
    Promise.all([getRegistry(caller, id), listRuns(caller, id, null), lookAtRegistryMute(caller, id)]),
  );
  const waiting = (await openItemsOf(org)).get(id);
  return (
    <>
      <RegistryHead initial={registry} runs={sealPage(runs)} mutedUntil={muted.mutedUntil} />
      <Tabs
        base={`/${org}/registries/${id}`}
        rows={registry.rows}
        conflicts={waiting?.conflicts ?? 0}
        issues={waiting?.issues ?? 0}
        isInShadow={registry.mode === "shadow"}
      />
      {children}
    </>
  );
}
