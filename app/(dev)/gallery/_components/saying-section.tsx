import { Banner } from "@/components/ui/banner";
import { buttonClass } from "@/components/ui/button";
import { Problem } from "@/components/ui/problem";
import { Refusal } from "@/components/ui/refusal";
import { Specimen, Specimens } from "./specimen";

const TONES = ["calm", "good", "warn", "stop"] as const;

export function SayingSection() {
  return (
    <Specimens>
      <Specimen name="Banners">
        <div className="space-y-2">
          {TONES.map((tone) => (
            <Banner
              key={tone}
              tone={tone}
              title={`A banner that is ${tone}`}
              action={
                <button type="button" className={buttonClass("plain")}>
                  Look
                </button>
              }
            >
              It stays until what it says is over.
            </Banner>
          ))}
        </div>
      </Specimen>
      <Specimen name="Problems">
        <div className="space-y-2">
          <Problem title="Notion no longer lets us in" remedy="Reconnect: what waits goes on by itself." />
          <Problem tone="warn" title="The plan is nearly full" remedy="980 of 1,000 rows are used." />
          <Problem
            tone="stop"
            title="Stopped for safety"
            remedy="60 % of the rows vanished from the sheet."
          />
          <Refusal
            refusal={{
              message: "The registry is not accepted.",
              remedy: "Mend what is named and send it again.",
              paths: [{ path: "/fields/2/name", message: "There are two fields called Name." }],
            }}
          />
        </div>
      </Specimen>
    </Specimens>
  );
}
