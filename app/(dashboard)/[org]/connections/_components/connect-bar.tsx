"use client";

import { useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { KindIcon } from "@/components/ui/kind-icon";
import { kindWord } from "@/lib/format/setting";
import type { AccessDraft } from "../access-draft";
import { AccessFormOnNeed } from "./access-form-on-need";

const KINDS: readonly AccessDraft["kind"][] = ["notion", "google", "postgres"];

/** The three systems that can be connected; one opens at a time. */
export function ConnectBar({ consentKinds }: { readonly consentKinds: readonly string[] }) {
  const [open, setOpen] = useState<AccessDraft["kind"] | null>(null);
  return (
    <section aria-label="Connect a system" className="mb-6">
      <div className="flex flex-wrap gap-2">
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-expanded={open === kind}
            onClick={() => setOpen(open === kind ? null : kind)}
            className={buttonClass("plain")}
          >
            <KindIcon kind={kind} size={16} isNamed />
            Connect {kindWord(kind)}
          </button>
        ))}
      </div>
      {open && (
        <div className="card mt-3 p-4">
          <AccessFormOnNeed
            key={open}
            kind={open}
            hasConsent={consentKinds.includes(open)}
            connection={null}
            onDone={() => setOpen(null)}
          />
        </div>
      )}
    </section>
  );
}
