"use client";

import dynamic from "next/dynamic";

/**
 * AccessForm, fetched when somebody connects something. Not drawn before: what is typed into a form that does not listen
 * yet is lost.
 */
export const AccessFormOnNeed = dynamic(() => import("./access-form").then((module) => module.AccessForm), {
  ssr: false,
});
