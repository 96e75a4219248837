import { PageHeader } from "@/components/ui/page-header";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { queryOf, readAddress } from "@/lib/http/read-address";
import { text } from "@/lib/http/sent";
import { subjectOf } from "@/lib/services/attention/attention-id";
import { attentionFilter, listAttention } from "@/lib/services/attention/list-attention";
import { HiddenRegistries } from "../_components/hidden-registries";
import { found } from "../_session/answer";
import { ConsentEnding } from "../connections/_components/consent-ending";
import { AttentionInbox } from "./_components/attention-inbox";
import { AttentionItem } from "./_components/attention-item";

export const metadata = { title: "Needs attention" };

interface Props {
  readonly params: Promise<{ readonly org: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function AttentionPage({ params, searchParams }: Props) {
  const { org } = await params;
  const address = await searchParams;
  if (!hasPermission(await requestCaller(org), "registry:read"))
    return (
      <>
        <PageHeader title="Needs attention" />
        <HiddenRegistries />
      </>
    );
  const { filter, list } = await found(org, async (caller) => {
    const asked = readAddress(attentionFilter, address);
    return { filter: asked, list: await listAttention(caller, asked) };
  });
  const item = text(address.item);
  const subject = subjectOf(item);
  return (
    <>
      <PageHeader title="Needs attention" />
      <ConsentEnding org={org} address={address} choose={null} />
      <AttentionInbox initial={list} filter={filter} query={queryOf(filter)} open={subject && item}>
        {subject && <AttentionItem key={item} org={org} subject={subject} />}
      </AttentionInbox>
    </>
  );
}
