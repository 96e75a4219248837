"use client";

import "./globals.css";
import { BrokenPage } from "@/components/broken-page";

export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>ChittySync</title>
        <main className="p-8">
          <BrokenPage retry={retry} />
        </main>
      </body>
    </html>
  );
}
