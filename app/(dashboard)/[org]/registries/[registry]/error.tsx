"use client";

import { BrokenPage } from "@/components/ui/broken-page";
import type { BrokenPageProps } from "@/components/ui/broken-words";

export default function Broken(props: BrokenPageProps) {
  return <BrokenPage {...props} />;
}
