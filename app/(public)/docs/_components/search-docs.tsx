"use client";

import Link from "next/link";
import { useState } from "react";
import { inputClass } from "@/components/ui/input";
import { type Heading, matching } from "./match-headings";

/** Finds a page or a section by the words of its heading. */
export function SearchDocs({ headings }: { readonly headings: readonly Heading[] }) {
  const [asked, setAsked] = useState("");
  const found = matching(headings, asked);
  const isAsked = asked.trim() !== "";
  return (
    <search className="relative block">
      <input
        type="search"
        aria-label="Search the docs"
        placeholder="Search the docs"
        value={asked}
        maxLength={100}
        onChange={(event) => setAsked(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && setAsked("")}
        className={inputClass("w-full")}
      />
      {isAsked && (
        <div className="absolute inset-x-0 top-full z-20 mt-1.5 min-w-64 rounded-card bg-raised p-1.5 shadow-float">
          <p role="status" className="sr-only">
            {found.length} found
          </p>
          {found.length === 0 && <p className="px-2 py-1.5 text-ink-soft">No heading has these words.</p>}
          <ul>
            {found.map(({ href, title, of }) => (
              <li key={href}>
                <Link
                  href={href}
                  onClick={() => setAsked("")}
                  className="block rounded-mark px-2 py-1.5 hover:bg-calm-soft"
                >
                  <span className="block font-medium">{title}</span>
                  <span className="block text-small text-ink-soft">{of}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </search>
  );
}
