"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, useRef } from "react";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import type { Begun } from "./actions";

type Props = Omit<ComponentProps<typeof ActionButton>, "action" | "onDone"> & {
  readonly begin: (org: string) => Promise<Begun>;
};

/** A button that begins a run and goes to it. */
export function BeginButton({ begin, ...button }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const runId = useRef<string | null>(null);
  const action = async () => {
    const result = await begin(org);
    runId.current = result.runId;
    return result;
  };
  return (
    <ActionButton {...button} action={action} onDone={() => router.push(`/${org}/runs/${runId.current}`)} />
  );
}
