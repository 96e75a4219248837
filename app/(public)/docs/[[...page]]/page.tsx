import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DocLayout } from "../_components/doc-layout";
import { hrefOf, PAGES } from "../_pages/pages";

interface Props {
  readonly params: Promise<{ readonly page?: readonly string[] }>;
}

const pageAt = (path: readonly string[] = []) => PAGES.find(({ slug }) => slug === path.join("/"));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = pageAt((await params).page);
  return page ? { title: page.title, description: page.lead } : {};
}

export default async function DocsPage({ params }: Props) {
  const page = pageAt((await params).page);
  if (!page) notFound();
  return (
    <DocLayout href={hrefOf(page)}>
      <h1 className="text-[1.75rem] leading-9 font-semibold">{page.title}</h1>
      <p className="mt-2 text-lead text-ink-soft">{page.lead}</p>
      {page.sections.map(({ id, title, body }) => (
        <section key={id} aria-labelledby={id} className="mt-10 text-lead">
          <h2 id={id} className="group scroll-mt-20 text-title font-semibold">
            <a href={`#${id}`} className="rounded-mark">
              {title}
              <span aria-hidden className="ml-1.5 text-ink-faint opacity-0 group-hover:opacity-100">
                #
              </span>
            </a>
          </h2>
          {body}
        </section>
      ))}
    </DocLayout>
  );
}
