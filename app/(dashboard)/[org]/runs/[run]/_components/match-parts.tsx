"use client";

import { type ComponentProps, lazy, Suspense } from "react";
import type { CollisionList } from "./collision-list";
import type { KeptOut } from "./kept-out";

// Few plans have any: each is fetched with the plan that has.
const Collisions = lazy(() =>
  import("./collision-list").then((module) => ({ default: module.CollisionList })),
);
const Kept = lazy(() => import("./kept-out").then((module) => ({ default: module.KeptOut })));

/** CollisionList, where there are some. */
export const CollisionsOnNeed = (props: ComponentProps<typeof CollisionList>) =>
  props.initial.data.length > 0 && (
    <Suspense>
      <Collisions {...props} />
    </Suspense>
  );

/** KeptOut, where something is. */
export const KeptOutOnNeed = (props: ComponentProps<typeof KeptOut>) =>
  props.initial.data.length > 0 && (
    <Suspense>
      <Kept {...props} />
    </Suspense>
  );
