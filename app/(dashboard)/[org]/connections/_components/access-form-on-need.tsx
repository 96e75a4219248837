"use client";

import { type ComponentProps, lazy, Suspense } from "react";
import type { AccessForm } from "./access-form";

// Fetched when somebody connects something.
const Form = lazy(() => import("./access-form").then((module) => ({ default: module.AccessForm })));

/** AccessForm, where it opens by a press. */
export const AccessFormOnNeed = (props: ComponentProps<typeof AccessForm>) => (
  <Suspense>
    <Form {...props} />
  </Suspense>
);
