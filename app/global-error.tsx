"use client";

import "./globals.css";
import { BrokenPage, type BrokenPageProps } from "@/components/ui/broken-page";

export default function GlobalError(props: BrokenPageProps) {
  return (
    <html lang="en">
      <body>
        <title>ChittySync</title>
        <main className="p-8">
          <BrokenPage {...props} />
        </main>
      </body>
    </html>
  );
}
