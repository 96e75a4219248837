"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type KeyboardEvent, useRef, useState } from "react";
import { useOrganization } from "@/components/live/organization";
import { counted } from "@/lib/format/count";
import type { RegistryStanding } from "@/lib/services/overview/get-overview";
import { filtered, RegistryFilter } from "./registry-filter";
import { RegistryLine } from "./registry-line";

/** The registries, by name and state; what is looked for stands in the address, and keys go from line to line. */
export function RegistryList({ standings }: { readonly standings: readonly RegistryStanding[] }) {
  const org = useOrganization();
  const router = useRouter();
  const asked = useSearchParams();
  const [sought, setSought] = useState(asked.get("q") ?? "");
  const [state, setState] = useState(asked.get("state") ?? "");
  const list = useRef<HTMLUListElement>(null);
  const shown = filtered(standings, { sought, state });

  const ask = (name: string, value: string) => {
    const next = new URLSearchParams(window.location.search);
    if (value === "") next.delete(name);
    else next.set(name, value);
    window.history.replaceState(null, "", next.size > 0 ? `?${next}` : window.location.pathname);
  };
  const step = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    const { target } = event;
    const isTyping = target instanceof HTMLInputElement;
    if (isTyping && event.key === "Enter" && shown[0]) router.push(`/${org}/registries/${shown[0].id}`);
    if (by === undefined || target instanceof HTMLSelectElement || (isTyping && event.key.length === 1))
      return;
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>("a[data-line]") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the links inside, which are the controls.
    <div onKeyDown={step}>
      <RegistryFilter
        {...{ standings, sought, state }}
        seek={(value) => {
          setSought(value);
          ask("q", value);
        }}
        choose={(value) => {
          setState(value);
          ask("state", value);
        }}
      />
      <ul ref={list} className="card divide-y divide-line" aria-label="Registries">
        {shown.map((standing) => (
          <RegistryLine key={standing.id} standing={standing} />
        ))}
        {shown.length === 0 && (
          <li className="px-4 py-10 text-center text-ink-soft">
            None of {counted(standings.length, "registry", "registries")} is as you look for.
          </li>
        )}
      </ul>
    </div>
  );
}

const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
