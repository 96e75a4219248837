/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["pg", "pg-copy-streams", "googleapis", "google-auth-library", "@notionhq/client"],
};

export default config;
