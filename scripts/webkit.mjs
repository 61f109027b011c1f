// Where the WebKit engine is on this machine: its driver, and the small browser that comes with it. Node's own modules only.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What to tell a person on whose machine there is none. */
export const webkitMissing =
  'WebKit: WebKitWebDriver or its MiniBrowser was not found. Install them (Debian 12: apt-get install webkit2gtk-driver xvfb), or name them with WEBKIT_DRIVER_PATH and WEBKIT_BROWSER_PATH.';

/** Newest interface first; Debian keeps libraries in a folder an architecture. */
const folders = ['webkit2gtk-4.1', 'webkit2gtk-4.0'];

/**
 * The driver and the browser to test with: those that are named, else the system's.
 * @param {Record<string, string | undefined>} [environment]
 * @returns {{ driver: string, browser: string } | undefined} undefined when one of them is missing
 */
export function findWebKit(environment = process.env) {
  const driver = environment['WEBKIT_DRIVER_PATH'] ?? inPath('WebKitWebDriver', environment);
  const browser = environment['WEBKIT_BROWSER_PATH'] ?? miniBrowser();
  if (!driver || !browser || !existsSync(driver) || !existsSync(browser)) return undefined;
  return { driver, browser };
}

/** @param {string} name @param {Record<string, string | undefined>} environment */
function inPath(name, environment) {
  const places = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  return places.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function miniBrowser() {
  const parents = ['/usr/lib', '/usr/lib64', '/usr/libexec'].filter((path) => existsSync(path));
  const places = parents.flatMap((parent) => [
    parent,
    ...readdirSync(parent).map((name) => join(parent, name)),
  ]);
  return folders
    .flatMap((folder) => places.map((place) => join(place, folder, 'MiniBrowser')))
    .find((path) => existsSync(path));
}
