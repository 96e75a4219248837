import { Problem } from "@/components/ui/problem";
import { dayOf } from "@/lib/format/moment";
import type { MeView } from "@/lib/services/me/describe-me";
import { KeepButton } from "./keep-button";

interface Props {
  readonly closing: NonNullable<MeView["closing"]>;
  readonly isOwner: boolean;
}

/** Over every screen of an organization that is being deleted. */
export function ClosingBanner({ closing: { purgeAt, isPurging }, isOwner }: Props) {
  if (isPurging)
    return (
      <Problem
        tone="stop"
        title="This organization is being removed."
        remedy="There is no way back. Its owners find a signed certificate of what was removed under Your account."
      />
    );
  return (
    <Problem
      tone="stop"
      title={`This organization will be deleted on ${dayOf(purgeAt)}.`}
      remedy={`Until then everything in it stands still: no run begins or goes on, and API keys open nothing. ${
        isOwner ? "Keep it, and all is as it was." : "An owner can keep it."
      }`}
    >
      {isOwner && (
        <p className="mt-2.5">
          <KeepButton />
        </p>
      )}
    </Problem>
  );
}
