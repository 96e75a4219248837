"use client";

import { BrokenPage } from "@/components/broken-page";

export default function Broken({ retry }: { retry: () => void }) {
  return <BrokenPage retry={retry} />;
}
