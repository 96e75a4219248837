import type { Metadata } from "next";
import type { ReactNode } from "react";
import { sealPage } from "@/lib/http/cursor";
import { lookAtRegistryMute } from "@/lib/services/notifications/mute-registry";
import { found } from "../../_session/answer";
import { openItemsOf } from "../../_session/attention";
import { registryOf, runsOf } from "../../_session/registry";
import { RegistryHead } from "./_components/registry-head";
import { SidesDiagram } from "./_components/sides-diagram";
import { Tabs } from "./_components/tabs";

interface Props {
  readonly params: Promise<{ readonly org: string; readonly registry: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, registry } = await params;
  return { title: (await registryOf(org, registry)).name };
}

export default async function RegistryLayout({ params, children }: Props & { readonly children: ReactNode }) {
  const { org, registry: id } = await params;
  const [registry, runs, muted, open] = await Promise.all([
    registryOf(org, id),
    runsOf(org, id),
    found(org, (caller) => lookAtRegistryMute(caller, id)),
    openItemsOf(org),
  ]);
  const waiting = open.get(id);
  return (
    <>
      <RegistryHead
        initial={registry}
        runs={sealPage(runs)}
        mutedUntil={muted.mutedUntil}
        drifted={waiting?.drifted ?? 0}
        sides={<SidesDiagram registry={registry} runs={runs.data} />}
      />
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
