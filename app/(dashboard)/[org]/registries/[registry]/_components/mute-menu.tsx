import { Bell, BellOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy } from "react";
import { buttonClass } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { useNow } from "@/components/ui/moment";
import { Problem } from "@/components/ui/problem";
import { useAction } from "@/components/ui/use-action";

// Fetched when first opened.
const Lines = lazy(() => import("./mute-lines").then((module) => ({ default: module.MuteLines })));

interface Props {
  readonly registryId: string;
  /** Until when nobody is told of the registry; null: they are. */
  readonly mutedUntil: string | null;
}

/** Whether anybody is told of what needs somebody in the registry. */
export function MuteMenu({ registryId, mutedUntil }: Props) {
  const router = useRouter();
  const now = useNow();
  const { isPending, run, problem } = useAction(() => router.refresh());
  const isMuted = mutedUntil !== null && Date.parse(mutedUntil) > now;
  return (
    <span>
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            disabled={isPending}
            aria-label={isMuted ? "Notifications: muted" : "Notifications"}
            className={buttonClass("plain", "px-2")}
          >
            {isMuted ? <BellOff size={14} aria-hidden /> : <Bell size={14} aria-hidden />}
          </button>
        }
      >
        <Lines registryId={registryId} mutedUntil={isMuted ? mutedUntil : null} now={now} run={run} />
      </Menu>
      {problem && <Problem title={problem.message} remedy={problem.remedy} />}
    </span>
  );
}
