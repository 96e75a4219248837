import { lookAtRegistry } from "@/lib/services/registries/look-at-registry";
import { found } from "../../../_session/answer";
import { registryOf } from "../../../_session/registry";
import { MappingEditor } from "./_components/mapping-editor";

export default async function MappingPage({
  params,
}: {
  params: Promise<{ org: string; registry: string }>;
}) {
  const { org, registry: id } = await params;
  const [registry, looks] = await found(org, (caller) =>
    Promise.all([registryOf(org, id), lookAtRegistry(caller, id)]),
  );
  return <MappingEditor registry={registry} looks={looks} />;
}
