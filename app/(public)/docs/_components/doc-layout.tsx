import Link from "next/link";
import type { ReactNode } from "react";
import { hrefOf, PAGES } from "../_pages/pages";
import { DocLink } from "./doc-link";
import { SearchDocs } from "./search-docs";

const GROUPS = ["Start", "Systems", "How it works", "Developers"] as const;

const REFERENCE = { group: "Developers", title: "API reference", href: "/docs/api" } as const;

const LINKS = [
  ...PAGES.map((page) => ({ group: page.group, title: page.title, href: hrefOf(page) })),
  REFERENCE,
];

/** Every heading, for the search: a static list, asked of nobody. */
const HEADINGS = PAGES.flatMap((page) => [
  { href: hrefOf(page), title: page.title, of: page.group },
  ...page.sections.map(({ id, title }) => ({ href: `${hrefOf(page)}#${id}`, title, of: page.title })),
]).concat({ href: REFERENCE.href, title: REFERENCE.title, of: REFERENCE.group });

/** A page of the docs between the list of all pages and the next one. */
export function DocLayout({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const at = LINKS.findIndex((link) => link.href === href);
  const [before, after] = [LINKS[at - 1], LINKS[at + 1]];
  return (
    <div className="mx-auto max-w-[1120px] gap-12 px-4 py-8 md:grid md:grid-cols-[200px_minmax(0,1fr)] md:px-8">
      <div className="md:sticky md:top-20 md:max-h-[calc(100dvh-6rem)] md:self-start md:overflow-y-auto md:pb-8">
        <SearchDocs headings={HEADINGS} />
        <nav
          aria-label="Docs"
          className="mt-4 max-md:grid max-md:grid-cols-2 max-md:gap-x-4 max-md:gap-y-5 md:space-y-5"
        >
          {GROUPS.map((group) => (
            <div key={group}>
              <p className="eyebrow mb-1">{group}</p>
              <ul>
                {LINKS.filter((link) => link.group === group).map((link) => (
                  <li key={link.href}>
                    <DocLink href={link.href} isHere={link.href === href}>
                      {link.title}
                    </DocLink>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
      </div>
      <div className="min-w-0 max-w-[46rem] max-md:mt-6">
        {children}
        <nav aria-label="Next and previous" className="mt-14 flex justify-between gap-4 border-t pt-5">
          {before ? (
            <Link href={before.href} className="rounded-mark text-ink-soft hover:text-ink">
              ← {before.title}
            </Link>
          ) : (
            <span />
          )}
          {after && (
            <Link href={after.href} className="rounded-mark text-right font-medium hover:text-accent">
              {after.title} →
            </Link>
          )}
        </nav>
      </div>
    </div>
  );
}
