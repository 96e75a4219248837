import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { THEME_COOKIE, themeOf } from "@/components/theme";
import { env } from "@/lib/env";
import { GalleryFrame } from "./_components/gallery-frame";
import { isGalleryOpen } from "./is-open";

export const metadata = { title: "Gallery" };
export const dynamic = "force-dynamic";

/** Every component in every state, for who builds them. */
export default async function GalleryPage() {
  if (!isGalleryOpen(env())) notFound();
  return <GalleryFrame theme={themeOf((await cookies()).get(THEME_COOKIE)?.value)} />;
}
