// Where this file is read to serve, the app's address is known; where it is read to build, it need not be.
const { APP_URL } = process.env;

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` checks the types, of the tests too; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "pg",
    "pg-copy-streams",
    "googleapis",
    "google-auth-library",
    "@notionhq/client",
    "@aws-sdk/client-kms",
  ],
  // No page shows images of others, so nobody shall have us fetch or convert one.
  images: { unoptimized: true },
  experimental: {
    serverActions: {
      bodySizeLimit: "1mb",
      // A proxy in front of us may name us otherwise.
      allowedOrigins: APP_URL ? [new URL(APP_URL).host] : [],
    },
    // Next copies what passes proxy.ts, and cuts it here: an action that is too large must still be seen to be so.
    proxyClientMaxBodySize: "2mb",
  },
};

export default config;
