import type { Env } from "@/lib/env";

/** Whether this server shows its components: while it is developed, or where its operator says so. */
export const isGalleryOpen = ({ NODE_ENV, GALLERY }: Pick<Env, "NODE_ENV" | "GALLERY">): boolean =>
  NODE_ENV === "development" || GALLERY === "1";
