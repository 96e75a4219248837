import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "@/lib/engine/brakes";
import { hrefOf, PAGES } from "./pages";

test("addresses and anchors are unique, and every link within the docs leads somewhere", () => {
  const addresses = PAGES.flatMap((page) => [
    hrefOf(page),
    ...page.sections.map(({ id }) => `${hrefOf(page)}#${id}`),
  ]);
  expect(new Set(addresses).size).toBe(addresses.length);
  const markup = PAGES.flatMap(({ sections }) => sections.map(({ body }) => renderToStaticMarkup(body)));
  const links = markup.join("").matchAll(/href="(\/docs[^"]*)"/g);
  const dead = [...links]
    .map(([, href]) => href ?? "")
    .filter((href) => ![...addresses, "/docs/api"].includes(href));
  expect(dead).toEqual([]);
});

test("the brakes' page tells the engine's numbers", () => {
  const page = PAGES.find(({ slug }) => slug === "brakes");
  const text = (page?.sections ?? []).map(({ body }) => renderToStaticMarkup(body)).join("");
  const { fraction, floor } = DEFAULT_LIMITS.deletes;
  expect(text).toContain(`more than ${fraction * 100} % of its rows, and more than ${floor}`);
});
