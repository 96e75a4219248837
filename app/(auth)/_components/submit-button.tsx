"use client";

import { LoaderCircle } from "lucide-react";
import { useFormStatus } from "react-dom";
import { buttonClass } from "@/components/ui/button";

/** The button of a form: it works before the page has come to life, and shows that the form is on its way. */
export function SubmitButton({
  label,
  look = "primary",
}: {
  readonly label: string;
  readonly look?: "primary" | "plain";
}) {
  const { pending } = useFormStatus();
  return (
    <button type="submit" disabled={pending} className={buttonClass(look, "w-full justify-center py-2")}>
      {pending && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
      {label}
    </button>
  );
}
