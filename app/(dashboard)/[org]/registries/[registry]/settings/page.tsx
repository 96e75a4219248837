import { describeMe } from "@/lib/services/me/describe-me";
import { found } from "../../../_session/answer";
import { registryOf } from "../../../_session/registry";
import { BrakeSettings } from "./_components/brake-settings";
import { ConflictSettings } from "./_components/conflict-settings";
import { DeleteRegistry } from "./_components/delete-registry";
import { FilterSettings } from "./_components/filter-settings";
import { FirstSyncSettings } from "./_components/first-sync-settings";
import { GeneralSettings } from "./_components/general-settings";
import { PauseSetting } from "./_components/pause-setting";

export default async function SettingsPage({
  params,
}: {
  params: Promise<{ org: string; registry: string }>;
}) {
  const { org, registry: id } = await params;
  const [registry, me] = await found(org, (caller) => Promise.all([registryOf(org, id), describeMe(caller)]));
  return (
    <div className="space-y-4">
      <GeneralSettings registry={registry} limits={me.limits} />
      <ConflictSettings registry={registry} />
      <FirstSyncSettings registry={registry} />
      <FilterSettings registry={registry} />
      <BrakeSettings registry={registry} />
      <PauseSetting registry={registry} />
      <DeleteRegistry registry={registry} />
    </div>
  );
}
