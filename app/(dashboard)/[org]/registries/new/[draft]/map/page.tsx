import { getDraft } from "@/lib/services/drafts/get-draft";
import { found } from "../../../../_session/answer";
import { MapStep } from "./_components/map-step";

export async function generateMetadata({ params }: { params: Promise<{ org: string; draft: string }> }) {
  const { org, draft } = await params;
  return { title: `Map ${(await found(org, (caller) => getDraft(caller, draft))).name}` };
}

export default function MapPage() {
  return <MapStep />;
}
