"use client";

import { BrokenPage, type BrokenPageProps } from "@/components/broken-page";

export default function Broken(props: BrokenPageProps) {
  return <BrokenPage {...props} />;
}
