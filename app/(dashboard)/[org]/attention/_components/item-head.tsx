"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { RefreshWithRuns } from "@/components/live/refresh-with-runs";
import { buttonClass } from "@/components/ui/button";
import { attentionWord } from "@/lib/format/attention-word";
import type { RegistryView } from "@/lib/services/registries/registry-view";

interface Props {
  readonly kind: string;
  readonly title: string;
  /** With its address; null for what several share. */
  readonly registry: { readonly view: RegistryView; readonly href: string } | null;
  readonly children?: ReactNode;
}

/** What is open, of which registry; on a phone with the way back to the list. Moves on with the registry's runs. */
export function ItemHead({ kind, title, registry, children }: Props) {
  const query = new URLSearchParams(useSearchParams());
  query.delete("item");
  return (
    <div className="mb-4">
      <Link href={`?${query}`} scroll={false} className={buttonClass("quiet", "mb-2 -ml-2.5 lg:hidden")}>
        <ArrowLeft size={14} aria-hidden />
        Back to the list
      </Link>
      <p className="text-xs text-ink-soft">
        {attentionWord(kind)}
        {registry && (
          <>
            {" · "}
            <Link href={registry.href} className="hover:underline">
              {registry.view.name}
            </Link>
          </>
        )}
      </p>
      <h2 className="text-[1.0625rem] leading-6 font-semibold">{title}</h2>
      {children && <p className="mt-1 text-ink-soft">{children}</p>}
      {registry && <RefreshWithRuns registry={registry.view} />}
    </div>
  );
}
