import { LoaderCircle } from "lucide-react";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { hasAccessEnded } from "@/lib/format/connection-word";
import type { ConnectionView } from "@/lib/services/connections/connection-view";

/** What is open below a connection's line. */
export type Opened = "access" | "changes";

interface Props {
  readonly connection: ConnectionView;
  readonly opened: Opened | null;
  readonly isChecking: boolean;
  readonly onCheck: () => void;
  readonly onToggle: (what: Opened) => void;
}

/** What can be done with a connection. */
export function ConnectionButtons({ connection, opened, isChecking, onCheck, onToggle }: Props) {
  const org = useOrganization();
  const { name, status, kind } = connection;
  return (
    <div className="flex flex-wrap gap-2">
      {kind === "google" && status === "working" && (
        // A document of its own: only there may Google's dialog be shown.
        <a
          href={`/${org}/connections/${connection.id}/spreadsheets`}
          aria-label={`Spreadsheets of ${name}`}
          className={buttonClass("plain")}
        >
          Spreadsheets
        </a>
      )}
      {status !== "disconnected" && (
        <button
          type="button"
          onClick={onCheck}
          disabled={isChecking}
          aria-label={`Check ${name}`}
          className={buttonClass("plain")}
        >
          {isChecking && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
          Check
        </button>
      )}
      <button
        type="button"
        aria-expanded={opened === "access"}
        aria-label={`Reconnect ${name}`}
        onClick={() => onToggle("access")}
        className={buttonClass(hasAccessEnded(status) && opened !== "access" ? "primary" : "plain")}
      >
        Reconnect
      </button>
      <button
        type="button"
        aria-expanded={opened === "changes"}
        aria-label={`Change ${name}`}
        onClick={() => onToggle("changes")}
        className={buttonClass("quiet")}
      >
        Change
      </button>
    </div>
  );
}
