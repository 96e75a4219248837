import { FileCheck } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { listOptionSets } from "@/lib/services/option-sets/browse-option-sets";
import { listRegistries } from "@/lib/services/registries/browse-registries";
import { listSchemas } from "@/lib/services/schemas/list-schemas";
import { found } from "../_session/answer";
import { OptionSetList } from "./_components/option-set-list";
import { SchemaTable } from "./_components/schema-table";

export const metadata = { title: "Schemas" };

export default async function SchemasPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const [schemas, optionSets, registries] = await found(org, (caller) =>
    Promise.all([listSchemas(caller), listOptionSets(caller), listRegistries(caller)]),
  );
  return (
    <div className="space-y-9">
      <section>
        <PageHeader title="Schemas" />
        {schemas.length === 0 ? (
          <div className="card">
            <Empty icon={FileCheck} title="No registries yet">
              Each registry has a schema: the rules that a change has to meet before it is written anywhere.
            </Empty>
          </div>
        ) : (
          <SchemaTable org={org} schemas={schemas} />
        )}
      </section>
      <OptionSetList optionSets={optionSets} registries={registries} />
    </div>
  );
}
