import { expect, test } from "vitest";
import { scriptsOf } from "./document-scripts";

test("a document's scripts are those it runs and those it has fetched ahead, each once", () => {
  const html = [
    '<link rel="preload" as="script" fetchPriority="low" href="/late.js?a=1&amp;b=2"/>',
    '<link rel="modulepreload" href="/module.js"/>',
    '<link rel="preload" href="/font.woff2" as="font"/>',
    '<link rel="stylesheet" href="/page.css"/>',
    '<script src="/old.js" noModule=""></script>',
    '<script src="/main.js" async=""></script><script src="/main.js" async=""></script>',
    "<script>inline()</script>",
  ].join("");
  expect([...scriptsOf(html)].sort()).toEqual(["/late.js?a=1&b=2", "/main.js", "/module.js"]);
});
