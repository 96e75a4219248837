import { PageHeader } from "@/components/page-header";
import { RegistryList } from "./_components/registry-list";
import { attentionOf } from "./_session/attention";

export const metadata = { title: "Registries" };

export default async function RegistriesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const attention = await attentionOf(org);
  const open = Object.fromEntries(attention.map(({ registry, count }) => [registry.id, count]));
  return (
    <>
      <PageHeader title="Registries" />
      <RegistryList initial={attention.map(({ registry }) => registry)} open={open} />
    </>
  );
}
