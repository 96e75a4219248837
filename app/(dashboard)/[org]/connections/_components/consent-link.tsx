import { ArrowRight } from "lucide-react";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { kindWord } from "@/lib/format/setting";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import { useOwnPath } from "./use-own-path";

/** Which files of an account are asked for. */
export type Files = NonNullable<ConnectionView["files"]>;

interface Props {
  readonly kind: "notion" | "google";
  readonly connection: ConnectionView | null;
  /** Of Google. */
  readonly files?: Files;
  /** Another way stands above it. */
  readonly isSecond?: boolean;
}

const NOTION = "You choose in Notion which pages and databases ChittySync may see. It sees nothing else.";

const GOOGLE: Record<Files, string> = {
  picked:
    "You choose in Google's own dialog which spreadsheets ChittySync may open. It sees nothing else of the account.",
  all: "ChittySync may open every spreadsheet of the account, so that one is found by its URL. Leave both boxes ticked.",
};

/** Leads to the provider's own page, where the person agrees, and back to the page that it stands on. */
export function ConsentLink({ kind, connection, files = "picked", isSecond }: Props) {
  const org = useOrganization();
  const query = new URLSearchParams({ org, returnTo: useOwnPath() });
  if (kind === "google") query.set("files", files);
  if (connection) query.set("connection", connection.id);
  return (
    <div>
      <p className="text-ink-soft">{kind === "google" ? GOOGLE[files] : NOTION}</p>
      {connection?.account && (
        <p className="mt-1 text-ink-soft">
          Choose the same account again: <span className="font-medium text-ink">{connection.account}</span>
        </p>
      )}
      <a
        href={`/api/oauth/${kind}/start?${query}`}
        className={buttonClass(isSecond ? "plain" : "primary", "mt-3")}
      >
        Continue to {kindWord(kind)}
        <ArrowRight size={14} aria-hidden />
      </a>
    </div>
  );
}
