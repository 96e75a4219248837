import type { MetadataRoute } from "next";
import { env } from "@/lib/env";

export const dynamic = "force-dynamic";

/** What anybody may see may be found; organizations' pages are nobody else's business. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: "*", allow: ["/$", "/docs", "/pricing", "/status"], disallow: "/" },
    sitemap: new URL("/sitemap.xml", env().APP_URL).href,
  };
}
