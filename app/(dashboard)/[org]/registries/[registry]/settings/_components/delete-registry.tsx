"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { inputClass } from "@/components/ui/input";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { removeRegistry } from "../actions";
import { Section } from "./section";
import { Setting } from "./setting";

/** Deletes the registry once its name was typed; the systems keep their rows. */
export function DeleteRegistry({ registry }: { readonly registry: RegistryView }) {
  const org = useOrganization();
  const router = useRouter();
  const [typed, setTyped] = useState("");
  return (
    <Section
      title="Delete this registry"
      meaning="Its rows stay in every connected system, and the audit log stays. What is forgotten is which records belong together: a new registry would match them by key again."
    >
      <Setting label="Type its name to confirm" hint={`The name is ${registry.name}.`}>
        {(ids) => (
          <span className="flex flex-wrap gap-2">
            <input
              {...ids}
              value={typed}
              autoComplete="off"
              onChange={(event) => setTyped(event.target.value)}
              className={inputClass("w-full max-w-80")}
            />
            <ActionButton
              look="danger"
              action={() => removeRegistry(org, registry.id, typed)}
              icon={<Trash2 size={14} aria-hidden />}
              label="Delete registry"
              isDisabled={typed.trim() !== registry.name}
              onDone={() => router.push(`/${org}`)}
            />
          </span>
        )}
      </Setting>
    </Section>
  );
}
