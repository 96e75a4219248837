import { Problem } from "@/components/ui/problem";
import type { OtherAccount } from "@/lib/services/connections/replace-access";

interface Props {
  readonly other: OtherAccount;
  readonly children: React.ReactNode;
}

/** Says which account it was and which it would be, before anything is changed. */
export function OtherAccountQuestion({ other, children }: Props) {
  return (
    <Problem
      tone="warn"
      title={`This is another account: “${other.connection}” opened ${other.before}, and this opens ${other.after}.`}
      remedy="Registries would look for their tables in the other account. What they do not find there is not taken for deleted, but they stop until it is mended. Nothing has been changed so far."
    >
      <div className="mt-2.5 flex flex-wrap gap-2">{children}</div>
    </Problem>
  );
}
