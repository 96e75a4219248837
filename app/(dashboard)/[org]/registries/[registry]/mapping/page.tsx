import { getRegistry } from "@/lib/services/registries/browse-registries";
import { found } from "../../../_session/answer";
import { MappingTable } from "./_components/mapping-table";

export default async function MappingPage({
  params,
}: {
  params: Promise<{ org: string; registry: string }>;
}) {
  const { org, registry } = await params;
  return <MappingTable registry={await found(org, (caller) => getRegistry(caller, registry))} />;
}
