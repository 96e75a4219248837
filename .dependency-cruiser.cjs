/** One rule per arrow that must not exist. Paths are matched from the repository root. */
const TEST = "[.](test|db[.]test|spec)[.]tsx?$|/testing/|[.]test-kit[.]ts$|^e2e/|^bench/";
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });
const product = { pathNot: TEST };

/** The modules of Node and of npm that open sockets. */
const SOCKETS =
  "^(node:)?(net|tls|http|https|http2|dgram|dns|dns/promises)$|node_modules/(undici|ws|axios|node-fetch|got|nodemailer)/";

module.exports = {
  forbidden: [
    forbid(
      "no-cycles",
      "Two files that need each other are one file, or hide a third.",
      {},
      { circular: true },
    ),
    forbid(
      "engine-is-pure",
      "lib/engine decides and never does: it imports nothing outside itself.",
      { path: "^lib/engine/", ...product },
      { pathNot: "^lib/engine/" },
    ),
    forbid(
      "rules-judge-only",
      "lib/rules judges the rows it is given: no database, service or environment, and no package but its own.",
      { path: "^lib/rules/", ...product },
      {
        pathNot:
          "^lib/(rules|engine)/|^lib/errors[.]ts$|^(node:)?(crypto|timers/promises|worker_threads)$|" +
          "node_modules/(@bufbuild/cel|ajv|ajv-formats|canonicalize|re2js|zod)/",
      },
    ),
    forbid(
      "connectors-know-only-the-engine",
      "A connector turns wire into rows and back; it knows no organization, plan or database.",
      { path: "^lib/connectors/", ...product },
      { path: "^(app|components|inngest)/|^lib/(?!engine/|connectors/|errors|env|log)" },
    ),
    forbid(
      "connectors-are-strangers",
      "One connector never imports another.",
      { path: "^lib/connectors/([^/]+)/", ...product },
      { path: "^lib/connectors/[^/]+/", pathNot: "^lib/connectors/$1/" },
    ),
    forbid(
      "connectors-enter-by-registry",
      "Everyone else asks registry.ts for a Connector.",
      { pathNot: `^lib/connectors/|${TEST}` },
      { path: "^lib/connectors/[^/]+/" },
    ),
    forbid(
      "only-db-touches-prisma",
      "Queries live in lib/db, where the organization's scope is.",
      { pathNot: `^(lib/db|prisma)/|^prisma[.]config[.]ts$|^scripts/|${TEST}` },
      { path: "node_modules/([.]prisma|@prisma)/|^lib/db/generated/" },
    ),
    forbid(
      "only-db-touches-our-postgres",
      "pg is for lib/db (ours), the postgres connector (theirs), the runner's store and the scripts that start things.",
      {
        pathNot:
          "^lib/db/|^lib/connectors/postgres/|^lib/egress/|^inngest/local/|^(scripts|sandbox|bench|prisma)/|" +
          TEST,
      },
      { path: "node_modules/(pg|pg-copy-streams)/" },
    ),
    forbid(
      "only-egress-opens-sockets",
      "Every byte that leaves passes lib/egress. The sandbox, the runner and the scripts are on the other end.",
      { path: "^(lib|app|components|inngest)/", pathNot: `^lib/egress/|^inngest/local/|${TEST}` },
      { path: SOCKETS, dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "only-vault-opens-secrets",
      "Sealed credentials are opened in lib/vault; lib/reach asks it, and services to seal new ones.",
      { pathNot: `^lib/(vault|reach|services)/|^scripts/|${TEST}` },
      { path: "^lib/vault/" },
    ),
    forbid(
      "ui-does-not-touch-data",
      "Pages, actions and routes call lib/services.",
      { path: "^(app|components)/" },
      { path: "^lib/(db|sync|connectors|ledger|billing|vault|egress)/" },
    ),
    forbid(
      "components-are-passive",
      "Components may name a view type of a service, never call it.",
      { path: "^components/" },
      { path: "^(app|inngest)/|^lib/(services|auth|http)/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "lib-does-not-look-up",
      "lib may send events (inngest/client, inngest/events); it never reaches for screens or jobs.",
      { path: "^lib/", ...product },
      { path: "^(app|components|e2e)/|^inngest/(functions|registry|local)" },
    ),
    forbid(
      "jobs-are-thin",
      "A job orders steps; the steps live in lib/sync and lib/services.",
      { path: "^inngest/functions/" },
      { path: "^(app|components)/|^lib/(db|connectors|ledger|engine|vault|egress)/" },
    ),
    forbid(
      "only-the-route-serves-jobs",
      "inngest/registry.ts is for app/api/inngest/route.ts alone.",
      { pathNot: `^app/api/inngest/route[.]ts$|${TEST}` },
      { path: "^inngest/registry[.]ts$" },
    ),
    forbid(
      "runner-knows-no-product",
      "The embedded runner speaks the published protocol and nothing of ours; what it prints is scrubbed like all else.",
      { path: "^inngest/local/", ...product },
      {
        path: "^(app|components|lib)/|^inngest/(?!local/)",
        pathNot: "^lib/(env|log|known-secrets|scrub-output)[.]ts$",
      },
    ),
    forbid(
      "product-never-imports-sandbox",
      "The sandbox is reached by base URL only.",
      { path: "^(app|components|lib|inngest)/", ...product },
      { path: "^sandbox/" },
    ),
    forbid(
      "sandbox-knows-no-product",
      "A fake that shares code with what it tests agrees with its mistakes.",
      { path: "^sandbox/", ...product },
      { path: "^(app|components|lib|inngest)/" },
    ),
    forbid(
      "foundations-stay-low",
      "db, ledger, billing, auth, vault, egress and http are called by services and sync, never the reverse.",
      { path: "^lib/(db|ledger|billing|auth|vault|egress)/", ...product },
      { path: "^lib/(services|sync|connectors)/" },
    ),
    forbid(
      "services-send-events",
      "A use case asks for a run by event; only jobs run lib/sync.",
      { path: "^lib/services/", ...product },
      { path: "^lib/(sync|http)/" },
    ),
    forbid(
      "sync-asks-no-permission",
      "Permission was given when the run was requested.",
      { path: "^lib/sync/", ...product },
      { path: "^lib/(services|auth|http)/" },
    ),
    forbid(
      "format-is-pure",
      "lib/format runs in the browser.",
      { path: "^lib/format/", ...product },
      { pathNot: "^lib/format/" },
    ),
    forbid(
      "googleapis-per-api",
      "The whole package costs 164 MB and a second; import build/src/apis/<api>.",
      {},
      { path: "node_modules/googleapis/build/src/(index|googleapis)[.]" },
    ),
    forbid(
      "no-test-code-in-product",
      "Builders and fakes stay on the test side.",
      { pathNot: `${TEST}|^vitest[.]config|^playwright[.]config|^scripts/merge-table[.]ts$` },
      { path: "[.](test|db[.]test|spec)[.]tsx?$|/testing/|[.]test-kit[.]ts$|^e2e/" },
    ),
    forbid("nothing-missing", "Every import resolves.", {}, { couldNotResolve: true }),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true, // sees type-only imports too
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
