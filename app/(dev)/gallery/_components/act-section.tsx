import { Plus, Trash2, Undo2 } from "lucide-react";
import { ActionButton } from "@/components/ui/action-button";
import { ActionMenu } from "@/components/ui/action-menu";
import { buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { CopyText } from "@/components/ui/copy-text";
import { GoButton } from "@/components/ui/go-button";
import { KeyCap } from "@/components/ui/key-cap";
import { PreviewDialog } from "@/components/ui/preview-dialog";
import { Specimen, Specimens } from "./specimen";

const LOOKS = ["primary", "plain", "quiet", "danger"] as const;

const done = async () => ({ problem: null });
const never = () => new Promise<never>(() => undefined);
const refused = async () => ({
  problem: {
    message: "The plan has changed since you saw it.",
    remedy: "Look at the new plan, and approve that.",
    faults: ["/planHash is of an older plan."],
  },
});

export function ActSection() {
  return (
    <Specimens>
      <Specimen name="Buttons">
        <div className="flex flex-wrap gap-2">
          {LOOKS.map((look) => (
            <button key={look} type="button" className={buttonClass(look)}>
              {look === "danger" ? <Trash2 size={14} aria-hidden /> : <Plus size={14} aria-hidden />}
              {look}
            </button>
          ))}
        </div>
      </Specimen>
      <Specimen name="Buttons that cannot be pressed">
        <div className="flex flex-wrap gap-2">
          {LOOKS.map((look) => (
            <button key={look} type="button" disabled className={buttonClass(look)}>
              {look}
            </button>
          ))}
        </div>
      </Specimen>
      <Specimen name="Actions: done, under way for ever, refused">
        <div className="flex flex-wrap gap-2 pb-2">
          <ActionButton action={done} label="Run now" />
          <ActionButton action={never} label="Never ends" />
          <ActionButton action={refused} look="primary" label="Is refused" />
        </div>
      </Specimen>
      <Specimen name="Asks where it is done">
        <ActionMenu
          look="danger"
          icon={<Undo2 size={14} aria-hidden />}
          label="Reject and restore"
          choices={[
            { word: "On PostgreSQL (cities)", end: "300 rows", action: done },
            { word: "On all of them", action: refused },
          ]}
        />
      </Specimen>
      <Specimen name="Asks before it previews">
        <PreviewDialog
          opener={{ icon: null, label: "Undo this run", className: buttonClass("plain") }}
          title="Undo this run"
          preview={{ action: done, label: "Preview the undo" }}
        >
          <p className="text-ink-soft">Every cell it wrote gets back what it held before.</p>
        </PreviewDialog>
      </Specimen>
      <Specimen name="Goes to a provider">
        <GoButton action={done} label="Continue with Google" />
      </Specimen>
      <Specimen name="To be copied">
        <CopyButton label="Copy the key" text="chs_live_example" look="plain" />
        <CopyText
          label="the grant"
          text="grant select, insert, update, delete on public.vendors to chittysync;"
        />
        <div className="mt-3">
          <CopyText isNamed label="Address" text="https://sync.example.com/api/auth/callback" />
        </div>
      </Specimen>
      <Specimen name="Keys">
        <span className="inline-flex gap-1">
          <KeyCap>G</KeyCap> <KeyCap>R</KeyCap> <KeyCap>Enter</KeyCap>
        </span>
      </Specimen>
    </Specimens>
  );
}
