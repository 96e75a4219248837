"use client";

import { useState } from "react";
import { LiveOrganization } from "@/components/live/organization";
import { setTheme, THEMES, type Theme } from "@/components/theme";
import { Segmented } from "@/components/ui/segmented";
import { Toasts } from "@/components/ui/toast";
import { SECTIONS } from "./sections";

const SEGMENTS = THEMES.map(({ theme, word }) => ({ value: theme, word }));

/** The sections one below the other, each at an address of its own, in a theme that a switch chooses. */
export function GalleryFrame({ theme }: { readonly theme: Theme }) {
  const [chosen, setChosen] = useState(theme);
  const choose = (next: Theme) => {
    setChosen(next);
    setTheme(next);
  };
  return (
    <LiveOrganization id="org_gallery">
      <Toasts>
        <header className="sticky top-0 z-20 border-b bg-rail px-4 py-3 md:px-10">
          <div className="mx-auto flex max-w-[1120px] flex-wrap items-center gap-x-6 gap-y-2">
            <h1 className="text-lead font-semibold">Gallery</h1>
            <nav aria-label="Sections" className="flex min-w-0 flex-1 gap-4 overflow-x-auto">
              {SECTIONS.map(({ id, title }) => (
                <a key={id} href={`#${id}`} className="whitespace-nowrap text-ink-soft hover:text-ink">
                  {title}
                </a>
              ))}
            </nav>
            <Segmented legend="Theme" name="theme" value={chosen} segments={SEGMENTS} choose={choose} />
          </div>
        </header>
        <main className="mx-auto max-w-[1120px] space-y-14 px-4 py-8 md:px-10">
          {SECTIONS.map(({ id, title, Section }) => (
            <section key={id} id={id} aria-label={title} className="scroll-mt-20">
              <h2 className="mb-4 text-title font-semibold">{title}</h2>
              <Section />
            </section>
          ))}
        </main>
      </Toasts>
    </LiveOrganization>
  );
}
