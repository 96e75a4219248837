import { serve } from "inngest/next";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/registry";

// A turn of a run takes up to 45 s, and one provider call on top.
export const maxDuration = 300;

export const { GET, POST, PUT } = serve({ client: inngest, functions });
