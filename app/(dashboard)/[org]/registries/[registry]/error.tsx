"use client";

import { BrokenPage, type BrokenPageProps } from "@/components/ui/broken-page";

export default function Broken(props: BrokenPageProps) {
  return <BrokenPage {...props} />;
}
