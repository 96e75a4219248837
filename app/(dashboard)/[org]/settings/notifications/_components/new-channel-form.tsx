import { useState } from "react";
import { ListForm } from "@/components/list-form";
import { useOrganization } from "@/components/live/organization";
import { Checkbox } from "@/components/ui/checkbox";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import { RadioCards } from "@/components/ui/radio-cards";
import { ROLES } from "@/lib/auth/role";
import { roleWord } from "@/lib/format/role-word";
import type { CreatedChannelView } from "@/lib/services/notifications/create-channel";
import { newChannel } from "../actions";
import { channelRequest, type NewKind } from "./channel-request";
import { type NamedRegistry, WishFields } from "./wish-fields";

interface Props {
  readonly registries: readonly NamedRegistry[];
  readonly onMade: (made: CreatedChannelView) => void;
  readonly onClose: () => void;
}

const KINDS: readonly { readonly value: NewKind; readonly title: string; readonly meaning: string }[] = [
  { value: "roles", title: "Mail to members", meaning: "Whoever has the role, at the own address" },
  { value: "address", title: "Mail to an address", meaning: "A shared mailbox; it is asked first" },
  { value: "slack", title: "Slack", meaning: "An incoming webhook of a Slack channel" },
  { value: "webhook", title: "Webhook", meaning: "A program of yours, signed by Standard Webhooks" },
];

/** Where a new channel leads, and what is told on it. */
export function NewChannelForm({ registries, onMade, onClose }: Props) {
  const org = useOrganization();
  const [kind, setKind] = useState<NewKind>("roles");
  return (
    <ListForm
      save={(form) => newChannel(org, channelRequest(form, kind))}
      onSaved={onMade}
      onClose={onClose}
      saveWord="Make channel"
    >
      <div className="sm:col-span-2">
        <RadioCards
          legend="Where it leads"
          name="kind"
          value={kind}
          cards={KINDS}
          choose={setKind}
          columns={2}
        />
      </div>
      <TargetFields kind={kind} />
      <WishFields registries={registries} wishes={null} />
    </ListForm>
  );
}

function TargetFields({ kind }: { readonly kind: NewKind }) {
  switch (kind) {
    case "roles":
      return (
        <fieldset className="sm:col-span-2">
          <legend className="mb-1 text-xs font-medium text-ink-soft">Members who are</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-1.5">
            {ROLES.map((role) => (
              <Checkbox
                key={role}
                name="roles"
                value={role}
                label={roleWord(role)}
                defaultChecked={role === "owner" || role === "admin" || role === "approver"}
              />
            ))}
          </div>
        </fieldset>
      );
    case "address":
      return (
        <Labelled
          label="Address"
          hint="It is written to once somebody there said yes"
          className="sm:col-span-2"
        >
          <input type="email" name="address" required maxLength={254} className={inputClass()} />
        </Labelled>
      );
    case "slack":
    case "webhook":
      return (
        <Labelled
          label="Address"
          hint={
            kind === "slack"
              ? "As Slack shows it for an incoming webhook: https://hooks.slack.com/services/…"
              : "A public https address of yours; what signs its messages is shown next, once"
          }
          className="sm:col-span-2"
        >
          <input type="url" name="url" required maxLength={2000} className={inputClass("font-mono")} />
        </Labelled>
      );
    default:
      return kind satisfies never;
  }
}
