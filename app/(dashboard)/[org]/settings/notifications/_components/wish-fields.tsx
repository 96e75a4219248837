import { Checkbox } from "@/components/ui/checkbox";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import { Select } from "@/components/ui/select";
import type { ChannelView } from "@/lib/services/notifications/channel-view";

export interface NamedRegistry {
  readonly id: string;
  readonly name: string;
}

interface Props {
  readonly registries: readonly NamedRegistry[];
  /** As they are; null: of a new channel. */
  readonly wishes: ChannelView | null;
}

const LEVELS = [
  { value: "warning", word: "Everything that needs somebody" },
  { value: "critical", word: "Only what stands still until somebody acts" },
];

const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What is told on a channel, and how. */
export function WishFields({ registries, wishes }: Props) {
  return (
    <>
      <Labelled label="Name">
        <input
          type="text"
          name="name"
          required
          maxLength={100}
          defaultValue={wishes?.name}
          className={inputClass()}
        />
      </Labelled>
      <Labelled label="What it tells">
        <Select name="level" options={LEVELS} defaultValue={wishes?.level ?? "warning"} />
      </Labelled>
      <Labelled
        label="Issues when there are more than"
        hint="Rows with issues, and conflicts, of one registry"
      >
        <input
          type="number"
          name="issuesOver"
          required
          min={0}
          max={1_000_000}
          defaultValue={wishes?.issuesOver ?? 0}
          className={inputClass()}
        />
      </Labelled>
      <Labelled label="Time zone" hint="Of whoever reads it: a digest comes at eight in the morning">
        <input
          type="text"
          name="timeZone"
          required
          maxLength={100}
          defaultValue={wishes?.timeZone ?? ownTimeZone()}
          className={inputClass()}
        />
      </Labelled>
      <Checkbox
        name="digest"
        defaultChecked={wishes?.digest ?? false}
        label="A digest each morning"
        hint="How many plans, conflicts and issues wait; none on days on which nothing does"
        className="sm:col-span-2"
      />
      {registries.length > 0 && (
        <fieldset className="sm:col-span-2">
          <legend className="mb-1 text-xs font-medium text-ink-soft">
            Only of these registries; none ticked: of all
          </legend>
          <div className="flex max-h-40 flex-wrap gap-x-4 gap-y-1.5 overflow-y-auto">
            {registries.map(({ id, name }) => (
              <Checkbox
                key={id}
                name="registries"
                value={id}
                label={name}
                defaultChecked={wishes?.registries.includes(id) ?? false}
              />
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}
