"use client";

import { Search, TableProperties } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useRef, useState } from "react";
import { useOrganization } from "@/components/live/organization";
import { useLiveRegistries } from "@/components/live/use-live";
import { useRefreshOn } from "@/components/live/use-refresh-on";
import { Empty } from "@/components/ui/empty";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { RegistryLine } from "./registry-line";

interface Props {
  readonly initial: readonly RegistryView[];
  /** What waits for a person, by registry. */
  readonly open: Readonly<Record<string, number>>;
}

export function RegistryList({ initial, open }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const { data } = useLiveRegistries({ data: initial, nextCursor: null });
  const [sought, setSought] = useState("");
  const list = useRef<HTMLUListElement>(null);
  useRefreshOn(data.data.map((registry) => `${registry.lastRunId} ${registry.state}`).join());
  const shown = data.data.filter(({ name }) => name.toLowerCase().includes(sought.trim().toLowerCase()));

  const step = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    const isTyping = event.target instanceof HTMLInputElement;
    if (isTyping && event.key === "Enter" && shown[0]) router.push(`/${org}/registries/${shown[0].id}`);
    if (by === undefined || (isTyping && event.key.length === 1)) return;
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>("a[data-line]") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
    event.preventDefault();
  };

  if (data.data.length === 0)
    return (
      <div className="card">
        <Empty icon={TableProperties} title="No registries yet">
          Nothing is read or written until a registry is made and its first sync is started. It begins with{" "}
          <Link href={`/${org}/connections`} className="text-accent underline">
            the systems that hold your rows
          </Link>
          .
        </Empty>
      </div>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the links inside, which are the controls.
    <div onKeyDown={step}>
      <label className="mb-3 flex h-9 max-w-sm items-center gap-2 rounded-[8px] border bg-surface px-2.5 text-ink-faint focus-within:border-line-strong">
        <Search size={15} aria-hidden />
        <span className="sr-only">Search registries</span>
        <input
          type="search"
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          placeholder="Search registries"
          className="h-full min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-faint"
        />
        <kbd className="hidden rounded border px-1 font-sans text-[0.6875rem] leading-4 sm:block">j k ↵</kbd>
      </label>
      <ul ref={list} className="card divide-y divide-line" aria-label="Registries">
        {shown.map((registry) => (
          <RegistryLine key={registry.id} registry={registry} waiting={open[registry.id] ?? 0} />
        ))}
        {shown.length === 0 && (
          <li className="px-4 py-10 text-center text-ink-soft">
            None of {data.data.length} registries has “{sought.trim()}” in its name.
          </li>
        )}
      </ul>
    </div>
  );
}

const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
