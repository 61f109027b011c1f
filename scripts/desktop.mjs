// Whether this machine has what a desktop of the tests' own is made of: a screen in memory (Xvfb), a
// message bus (dbus-daemon) and the library by which Firefox notifies. Node's own modules only.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const programs = ['Xvfb', 'dbus-daemon'];
const library = 'libnotify.so.4';

/** What to tell a person on whose machine something of it is missing. */
export const desktopMissing =
  'Desktop for notifications: Xvfb, dbus-daemon or libnotify was not found. Install them (Debian: apt-get install xvfb dbus-daemon libnotify4); on systems without D-Bus, run the tests of push in a Linux container.';

/**
 * @param {Record<string, string | undefined>} [environment]
 * @returns {boolean}
 */
export function hasDesktop(environment = process.env) {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  const hasPrograms = programs.every((name) =>
    folders.some((folder) => existsSync(join(folder, name))),
  );
  return hasPrograms && libraryFolders().some((folder) => existsSync(join(folder, library)));
}

/** Debian keeps libraries in a folder an architecture, others in /usr/lib64. */
function libraryFolders() {
  const parents = ['/usr/lib', '/usr/lib64'].filter((folder) => existsSync(folder));
  return parents.flatMap((parent) => [
    parent,
    ...readdirSync(parent).map((name) => join(parent, name)),
  ]);
}
