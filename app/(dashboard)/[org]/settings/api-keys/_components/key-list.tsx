"use client";

import { KeyRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ListSection } from "@/components/list-section";
import { ShownOnce } from "@/components/shown-once";
import { Empty } from "@/components/ui/empty";
import type { ApiKeyView } from "@/lib/services/api-keys/api-key-view";
import type { CreatedApiKeyView } from "@/lib/services/api-keys/change-api-keys";
import type { ActorNames } from "@/lib/services/people/name-actors";
import { KeyForm } from "./key-form";
import { KeyLine } from "./key-line";

interface Props {
  readonly keys: readonly ApiKeyView[];
  readonly names: ActorNames;
  /** What whoever looks may hand on. */
  readonly scopes: readonly string[];
}

/** The organization's keys, and a new one: its text is shown until it is put away, and never again. */
export function KeyList({ keys, names, scopes }: Props) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<CreatedApiKeyView | null>(null);
  const onMade = (key: CreatedApiKeyView) => {
    setMade(key);
    setOpen(false);
    router.refresh();
  };
  return (
    <ListSection
      id="api-keys"
      title="API keys"
      addWord="New API key"
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
    >
      {made && (
        <ShownOnce
          says={`${made.name} is made. Copy it now: it is not shown again.`}
          text={made.key}
          onPutAway={() => setMade(null)}
        />
      )}
      {isOpen && (
        <div className="p-4">
          <KeyForm scopes={scopes} onMade={onMade} onClose={() => setOpen(false)} />
        </div>
      )}
      {keys.length === 0 && !isOpen && (
        <Empty icon={KeyRound} title="No API keys">
          No program can use the API of this organization.
        </Empty>
      )}
      {keys.map((key) => (
        <KeyLine key={key.id} apiKey={key} names={names} />
      ))}
    </ListSection>
  );
}
