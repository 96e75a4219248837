import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { Mark } from "@/components/ui/mark";

const LINKS = [
  { href: "/docs", word: "Docs" },
  { href: "/pricing", word: "Pricing" },
  { href: "/status", word: "Status" },
] as const;

export function PublicHeader() {
  return (
    <header className="sticky top-0 z-30 border-b bg-canvas">
      <div className="mx-auto flex h-14 max-w-[1120px] items-center gap-5 px-4 md:px-8">
        <Link href="/" className="flex items-center gap-2.5 rounded-mark text-lead font-semibold">
          <Mark />
          <span className="max-sm:sr-only">ChittySync</span>
        </Link>
        <nav aria-label="Main" className="flex flex-1 gap-4 text-control text-ink-soft">
          {LINKS.map(({ href, word }) => (
            <Link key={href} href={href} className="rounded-mark py-1 hover:text-ink">
              {word}
            </Link>
          ))}
        </nav>
        <Link href="/sign-in" className={buttonClass("primary")}>
          Sign in
        </Link>
      </div>
    </header>
  );
}
