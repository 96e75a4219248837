"use client";

import { ChevronDown, Copy, Pause, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { KeyCap } from "@/components/ui/key-cap";
import { Menu } from "@/components/ui/menu";
import { MenuItem, MenuLabel, MenuLine, MenuLink } from "@/components/ui/menu-lines";
import { Popover } from "@/components/ui/popover";
import { Sheet } from "@/components/ui/sheet";
import { useToast } from "@/components/ui/toast";
import type { Notice } from "@/components/ui/toast-drawing";
import { Tooltip } from "@/components/ui/tooltip";
import { Specimen, Specimens } from "./specimen";

type Open = "narrow" | "regular" | "wide" | "right" | "bottom" | null;

const NOTICES: readonly Notice[] = [
  { tone: "good", title: "Saved" },
  { tone: "calm", title: "A run has begun", detail: "It is written once all sides are read." },
  {
    tone: "warn",
    title: "Decided",
    action: { word: "Undo", meaning: "Takes the decision back", run: () => undefined },
  },
  { tone: "bad", title: "Not saved", detail: "The answer did not come. Try again." },
];

export function OverPageSection() {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <Specimens>
      <Specimen name="Dialogs and sheets">
        <div className="flex flex-wrap gap-2">
          {(["narrow", "regular", "wide", "right", "bottom"] as const).map((which) => (
            <button key={which} type="button" onClick={() => setOpen(which)} className={buttonClass("plain")}>
              {which}
            </button>
          ))}
        </div>
        {(["narrow", "regular", "wide"] as const).map((size) => (
          <Dialog
            key={size}
            isOpen={open === size}
            close={close}
            size={size}
            title="Remove 132 rows from Postgres"
            description="11 % of the table; the limit is 10 %."
            actions={<Decision close={close} />}
          >
            <Lines count={size === "wide" ? 40 : 3} />
          </Dialog>
        ))}
        {(["right", "bottom"] as const).map((from) => (
          <Sheet key={from} isOpen={open === from} close={close} from={from} title="ACME-17">
            <Lines count={6} />
          </Sheet>
        ))}
      </Specimen>
      <Specimen name="Menu">
        <RowMenu />
      </Specimen>
      <Specimen name="Popover and tooltip">
        <div className="flex gap-2">
          <Popover label="How it is computed" trigger={<Opener>Formula</Opener>}>
            Rows valid × 40 % + relations whole × 60 %.
          </Popover>
          <Tooltip says="Reads every side and writes nothing.">
            <Opener>Dry run</Opener>
          </Tooltip>
        </div>
      </Specimen>
      <Specimen name="Toasts">
        <ToastButtons />
      </Specimen>
    </Specimens>
  );
}

function Opener({ children, ...props }: { readonly children: ReactNode }) {
  return (
    <button {...props} type="button" className={buttonClass("plain")}>
      {children}
    </button>
  );
}

const Decision = ({ close }: { readonly close: () => void }) => (
  <>
    <button type="button" onClick={close} className={buttonClass("quiet")}>
      Cancel
    </button>
    <button type="button" onClick={close} className={buttonClass("primary")}>
      Approve once
    </button>
  </>
);

const Lines = ({ count }: { readonly count: number }) => (
  <ul className="divide-y divide-line">
    {Array.from({ length: count }, (_, nth) => nth + 1).map((nth) => (
      <li key={nth} className="py-2">{`ACME-${nth}: will be removed`}</li>
    ))}
  </ul>
);

function RowMenu() {
  const nothing = () => undefined;
  return (
    <Menu
      trigger={
        <button type="button" className={buttonClass("plain")}>
          More <ChevronDown size={14} aria-hidden />
        </button>
      }
    >
      <MenuLabel>Cities</MenuLabel>
      <MenuItem icon={Pause} choose={nothing} end={<KeyCap>P</KeyCap>}>
        Pause
      </MenuItem>
      <MenuItem icon={Copy} choose={nothing} isDisabled>
        Copy
      </MenuItem>
      <MenuLink href="/gallery" isHere>
        This page
      </MenuLink>
      <MenuLine />
      <MenuItem icon={Trash2} choose={nothing} isDanger>
        Delete
      </MenuItem>
    </Menu>
  );
}

function ToastButtons() {
  const tell = useToast();
  return (
    <div className="flex flex-wrap gap-2">
      {NOTICES.map((notice) => (
        <button key={notice.tone} type="button" onClick={() => tell(notice)} className={buttonClass("plain")}>
          {notice.tone}
        </button>
      ))}
    </div>
  );
}
