"use client";

import dynamic from "next/dynamic";

// Of these a document asks for those of the cause that is open in it, and of no other.

export const OpenConflicts = dynamic(() =>
  import("@/components/conflict/open-conflicts").then((module) => module.OpenConflicts),
);

export const BulkList = dynamic(() =>
  import("@/components/conflict/bulk-list").then((module) => module.BulkList),
);

export const ConnectionLine = dynamic(() =>
  import("../../connections/_components/connection-line").then((module) => module.ConnectionLine),
);

export const ApprovalCard = dynamic(() =>
  import("../../runs/[run]/_components/approval-card").then((module) => module.ApprovalCard),
);

export const ChangeList = dynamic(() =>
  import("../../runs/[run]/_components/change-list").then((module) => module.ChangeList),
);

export const IssueRowPages = dynamic(() =>
  import("./issue-row-pages").then((module) => module.IssueRowPages),
);

export const DriftRows = dynamic(() => import("./drift-rows").then((module) => module.DriftRows));
