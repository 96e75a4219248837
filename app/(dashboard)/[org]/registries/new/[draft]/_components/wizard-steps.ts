import type { DraftStep } from "@/lib/services/drafts/draft-input";
import type { DraftTodo, DraftView } from "@/lib/services/drafts/draft-view";

/** The steps in their order, each with its word and the one decision that it asks for. */
export const WIZARD_STEPS: readonly {
  readonly id: DraftStep;
  readonly word: string;
  readonly question: string;
}[] = [
  { id: "connect", word: "Connect", question: "Where do the rows live?" },
  { id: "map", word: "Map", question: "Which columns mean the same?" },
  { id: "configure", word: "Configure", question: "How are they kept equal?" },
  { id: "dry-run", word: "Dry run", question: "What would be written?" },
  { id: "go-live", word: "Go live", question: "Ready to start?" },
];

export interface StepLine {
  readonly id: DraftStep;
  readonly word: string;
  readonly state: "done" | "open" | "locked";
  /** What has to be done before, and where; null = it can be entered. */
  readonly lockedBy: DraftTodo | null;
}

const at = (step: DraftStep): number => WIZARD_STEPS.findIndex(({ id }) => id === step);

/** What the draft's own list cannot know: what was decided now has not been tried. */
const untried = ({ dryRun }: Pick<DraftView, "dryRun">): DraftTodo[] => {
  if (dryRun?.isOfThisRevision) return [];
  const message = dryRun ? "Something was changed since the dry run." : "There was no dry run yet.";
  return [{ step: "dry-run", message, remedy: "See what would be written, then start.", path: "" }];
};

/** Which steps are done, which can be entered, and what is missing for the rest. */
export function stepLines(draft: Pick<DraftView, "todo" | "dryRun" | "state">): StepLine[] {
  const missing = [...draft.todo, ...untried(draft)];
  return WIZARD_STEPS.map(({ id, word }) => {
    if (draft.state === "started") return { id, word, state: "done", lockedBy: null };
    const lockedBy = missing.find(({ step }) => at(step) < at(id)) ?? null;
    if (lockedBy) return { id, word, state: "locked", lockedBy };
    const isOpen = id === "go-live" || missing.some(({ step }) => step === id);
    return { id, word, state: isOpen ? "open" : "done", lockedBy: null };
  });
}

export const nextStep = (step: DraftStep): DraftStep | null => WIZARD_STEPS[at(step) + 1]?.id ?? null;
export const stepBefore = (step: DraftStep): DraftStep | null => WIZARD_STEPS[at(step) - 1]?.id ?? null;
export const stepWord = (step: DraftStep): string => WIZARD_STEPS[at(step)]?.word ?? step;

/** The step that an address ends with. */
export const stepOfPath = (path: string): DraftStep =>
  WIZARD_STEPS.find(({ id }) => path.endsWith(`/${id}`))?.id ?? "connect";
