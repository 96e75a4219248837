import type { MetadataRoute } from "next";
import { env } from "@/lib/env";
import { hrefOf, PAGES } from "./(public)/docs/_pages/pages";

export const dynamic = "force-dynamic";

export default function sitemap(): MetadataRoute.Sitemap {
  const own = ["/", "/pricing", "/status", "/docs/api", ...PAGES.map(hrefOf)];
  return own.map((path) => ({ url: new URL(path, env().APP_URL).href }));
}
