/** What Next hands to an error page; the digest is also in the server's log. */
export interface BrokenPageProps {
  readonly error: Error & { readonly digest?: string };
  readonly retry: () => void;
}

/** Said in place of a page that could not be drawn. Says nothing of the inside. */
export const BROKEN = {
  title: "This page could not be shown",
  remedy:
    "Your data is untouched and running syncs go on. Try again; if it stays so, your role may not include this page: ask an owner, or write to support.",
};
