import Link from "next/link";

const LINKS = [
  { href: "/docs", word: "Docs" },
  { href: "/docs/api", word: "API" },
  { href: "/docs/security", word: "Security" },
  { href: "/pricing", word: "Pricing" },
  { href: "/status", word: "Status" },
] as const;

export function PublicFooter() {
  return (
    <footer className="mt-24 border-t">
      <div className="mx-auto flex max-w-[1120px] flex-wrap items-center gap-x-5 gap-y-2 px-4 py-8 text-control text-ink-soft md:px-8">
        <p className="mr-auto">ChittySync keeps registries equal, and proves it.</p>
        <nav aria-label="Footer" className="flex flex-wrap gap-x-4 gap-y-1">
          {LINKS.map(({ href, word }) => (
            <Link key={href} href={href} className="rounded-mark hover:text-ink">
              {word}
            </Link>
          ))}
        </nav>
      </div>
    </footer>
  );
}
