// Chromium, wherever it is: the system's own, or the one that set-up fetched.
import { accessSync, constants } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const places = (process.env.PATH ?? "")
  .split(":")
  .flatMap((folder) => ["chromium", "chromium-browser", "google-chrome"].map((name) => `${folder}/${name}`));

const usable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

export const executable = () =>
  [process.env.CHROMIUM, ...places].find((path) => path && usable(path)) ?? chromium.executablePath();

/** A browser that touches, and asks nothing of the network. */
export const launch = () =>
  chromium.launch({
    executablePath: executable(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

// Run by itself it tells whether there is a browser.
if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exit(usable(executable()) ? 0 : 1);
}
