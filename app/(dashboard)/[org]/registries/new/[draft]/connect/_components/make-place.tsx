"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { buttonClass } from "@/components/ui/button";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import { CreatePlace } from "./create-place";
import type { Place } from "./place-picker";

interface Props {
  readonly connection: ConnectionView;
  readonly onMade: (place: Place) => void;
}

/** The way to a place that is not there yet; nothing is asked of the system before it is taken. */
export function MakePlace({ connection, onMade }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="mt-4">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className={buttonClass("quiet", "-ml-2")}
      >
        <Plus size={14} aria-hidden />
        Or make a new one there
      </button>
      {isOpen && (
        <div className="mt-3">
          <CreatePlace connection={connection} onMade={onMade} />
        </div>
      )}
    </div>
  );
}
