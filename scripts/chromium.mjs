import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { isMain, PlainError, runScript } from "./plain-error.mjs";

const APT_GET = "/usr/bin/apt-get";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

const MAC = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

const WINDOWS = [
  "Google\\Chrome\\Application\\chrome.exe",
  "Chromium\\Application\\chrome.exe",
  "Microsoft\\Edge\\Application\\msedge.exe",
];

/** Flags with which Chromium runs in a container and calls nobody. */
export const CHROMIUM_FLAGS = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];

/**
 * The path of a Chromium on this machine, or undefined. CHROMIUM_PATH decides when it is set.
 * @param {Record<string, string | undefined>} [environment]
 * @returns {string | undefined}
 */
export function findChromium(environment = process.env) {
  const { CHROMIUM_PATH: given } = environment;
  if (given) {
    if (existsSync(given)) return given;
    throw new PlainError(`CHROMIUM_PATH names ${given}, which does not exist.`);
  }
  return candidates(environment).find((file) => existsSync(file));
}

function candidates({ PATH = "", ProgramFiles, "ProgramFiles(x86)": x86, LOCALAPPDATA }) {
  if (process.platform === "darwin") return MAC;
  if (process.platform === "win32")
    return [ProgramFiles, x86, LOCALAPPDATA]
      .filter(Boolean)
      .flatMap((home) => WINDOWS.map((file) => path.join(home, file)));
  const folders = [
    "/usr/bin",
    "/usr/local/bin",
    "/snap/bin",
    ...PATH.split(path.delimiter).filter(path.isAbsolute),
  ];
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** As `findChromium`; root on a system with apt-get gets one installed. Throws a PlainError that says what to do. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync(APT_GET)) {
    console.error("installing Chromium for the browser tests");
    apt(["update"]);
    if (apt(["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"])) {
      const installed = findChromium();
      if (installed) return installed;
    }
  }
  throw new PlainError("no Chromium or Chrome was found; install one, or set CHROMIUM_PATH to its program.");
}

function apt(args) {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return (
    spawnSync(APT_GET, ["-q", ...args], { env: environment, stdio: ["ignore", "ignore", "inherit"] })
      .status === 0
  );
}

if (isMain(import.meta)) runScript(async () => console.log(ensureChromium()));
