import { ChevronRight } from "lucide-react";
import Link from "next/link";

export interface Crumb {
  readonly word: string;
  /** None = where one is. */
  readonly href?: string;
}

/** The way to a page, from the first screen down. The last one is the page itself, or what its title says. */
export function Crumbs({ trail }: { readonly trail: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs" className="eyebrow mb-1">
      <ol className="flex min-w-0 items-center gap-1">
        {trail.map(({ word, href }, at) => (
          <li key={word} className="flex min-w-0 items-center gap-1">
            {at > 0 && <ChevronRight size={12} aria-hidden className="shrink-0" />}
            {href ? (
              <Link href={href} className="truncate rounded-mark hover:text-ink hover:underline">
                {word}
              </Link>
            ) : (
              <span aria-current="page" className="truncate">
                {word}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
