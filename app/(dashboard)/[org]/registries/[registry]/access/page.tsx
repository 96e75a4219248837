import { registryOf } from "../../../_session/registry";
import { AccessGrid } from "./_components/access-grid";
import { PresetCard } from "./_components/preset-card";

export default async function AccessPage({ params }: { params: Promise<{ org: string; registry: string }> }) {
  const { org, registry: id } = await params;
  const registry = await registryOf(org, id);
  return (
    <div className="space-y-4">
      <PresetCard registry={registry} />
      <AccessGrid registry={registry} />
    </div>
  );
}
