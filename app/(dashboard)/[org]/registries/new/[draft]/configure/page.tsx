import { listMembers } from "@/lib/services/members/list-members";
import { listScheduleOptions } from "@/lib/services/organizations/schedule-options";
import { found } from "../../../../_session/answer";
import { ConfigureStep } from "./_components/configure-step";
import { decidersSentence } from "./_components/deciders-sentence";

export default async function ConfigurePage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const [schedules, members] = await found(org, (caller) =>
    Promise.all([listScheduleOptions(caller), listMembers(caller)]),
  );
  return <ConfigureStep schedules={schedules} deciders={decidersSentence(members)} />;
}
