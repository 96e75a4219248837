import type { ReactNode } from "react";
import { PublicFooter } from "./_components/public-footer";
import { PublicHeader } from "./_components/public-header";

/** The pages that anybody may see. */
export default function PublicLayout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <a
        href="#content"
        className="sr-only z-50 rounded-control bg-primary px-3 py-2 text-primary-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <PublicHeader />
      <main id="content" tabIndex={-1} className="outline-none">
        {children}
      </main>
      <PublicFooter />
    </>
  );
}
