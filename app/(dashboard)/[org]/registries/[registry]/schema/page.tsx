import { listOptionSets } from "@/lib/services/option-sets/browse-option-sets";
import { getSchema } from "@/lib/services/schemas/get-schema";
import { found } from "../../../_session/answer";
import { registryOf } from "../../../_session/registry";
import { SchemaEditor } from "./_components/schema-editor";
import { SchemaHead } from "./_components/schema-head";
import { VersionList } from "./_components/version-list";

interface Props {
  readonly params: Promise<{ readonly org: string; readonly registry: string }>;
}

export default async function SchemaPage({ params }: Props) {
  const { org, registry: id } = await params;
  const [registry, schema, optionSets] = await found(org, (caller) =>
    Promise.all([registryOf(org, id), getSchema(caller, id), listOptionSets(caller)]),
  );
  const names = optionSets.map(({ id: set, name }) => ({ id: set, name }));
  return (
    <div className="space-y-5">
      <SchemaHead registry={registry} schema={schema} />
      <SchemaEditor registry={registry} schema={schema} optionSets={names} />
      <VersionList versions={schema.versions} />
    </div>
  );
}
