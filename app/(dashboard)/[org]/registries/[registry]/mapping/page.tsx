import { registryOf } from "../../../_session/registry";
import { MappingEditor } from "./_components/mapping-editor";

export default async function MappingPage({
  params,
}: {
  params: Promise<{ org: string; registry: string }>;
}) {
  const { org, registry } = await params;
  return <MappingEditor registry={await registryOf(org, registry)} />;
}
