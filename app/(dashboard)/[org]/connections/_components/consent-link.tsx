import { ArrowRight } from "lucide-react";
import { buttonClass } from "@/components/button";
import { useOrganization } from "@/components/live/organization";
import { kindWord } from "@/lib/format/setting";
import type { ConnectionView } from "@/lib/services/connections/connection-view";

interface Props {
  readonly kind: "notion" | "google";
  readonly connection: ConnectionView | null;
}

const SAYS = {
  notion: "You choose in Notion which pages and databases ChittySync may see. It sees nothing else.",
  google:
    "Google asks whether ChittySync may see and edit your spreadsheets and see the list of your files. Leave both boxes ticked: one finds a spreadsheet by its name, the other reads and writes its cells.",
};

/** Leads to the provider's own page, where the person agrees, and back here. */
export function ConsentLink({ kind, connection }: Props) {
  const org = useOrganization();
  const query = new URLSearchParams({ org, returnTo: `/${org}/connections` });
  if (connection) query.set("connection", connection.id);
  return (
    <div>
      <p className="text-ink-soft">{SAYS[kind]}</p>
      {connection?.account && (
        <p className="mt-1 text-ink-soft">
          Choose the same account again: <span className="font-medium text-ink">{connection.account}</span>
        </p>
      )}
      <a href={`/api/oauth/${kind}/start?${query}`} className={buttonClass("primary", "mt-3")}>
        Continue to {kindWord(kind)}
        <ArrowRight size={14} aria-hidden />
      </a>
    </div>
  );
}
