import { TabStrip } from "@/components/ui/tab-strip";

const TABS = [
  { word: "Members", at: "members" },
  { word: "Sign-in", at: "sign-in" },
  { word: "API keys", at: "api-keys" },
  { word: "Notifications", at: "notifications" },
  { word: "General", at: "general" },
] as const;

/** The parts of an organization's settings; `base` is the address of the settings. */
export function SettingsTabs({ base }: { readonly base: string }) {
  return (
    <TabStrip
      label="Parts of the settings"
      tabs={TABS.map(({ word, at }) => ({ word, href: `${base}/${at}` }))}
    />
  );
}
