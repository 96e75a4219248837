"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, useRef } from "react";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import type { Begun } from "./actions";
import { useStayHere } from "./stay-here";

type Props = Omit<ComponentProps<typeof ActionButton>, "action" | "onDone"> & {
  readonly begin: (org: string) => Promise<Begun>;
};

/** A button that begins a run and goes to it, where the page does not show it itself. */
export function BeginButton({ begin, ...button }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const stay = useStayHere();
  const runId = useRef<string | null>(null);
  const action = async () => {
    const result = await begin(org);
    runId.current = result.runId;
    return result;
  };
  return (
    <ActionButton
      {...button}
      action={action}
      onDone={stay ?? (() => router.push(`/${org}/runs/${runId.current}`))}
    />
  );
}
