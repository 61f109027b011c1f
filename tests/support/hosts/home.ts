import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findChromium } from '@/scripts/chromium.mjs';
import {
  setUpRouter,
  shapeLine,
  type AccessAddresses,
  type AccessWishes,
  type Line,
  type Outside,
} from './access';
import { kill, type Namespace } from './namespace';

/** Where somebody is who calls: a host behind a router. */
export interface Home {
  /** The host, in which a browser runs. */
  readonly host: Namespace;
  /** The address under which the Internet sees it now. */
  readonly address: () => string;
  /** The path of a program that is Chromium in this host, for Playwright's `executablePath`. */
  readonly chromium: string;
  /** Makes the line as good as wished, also in a call; what is not named is as good as the machine again. */
  shape(line: Line): Promise<void>;
  /**
   * To another network, with other addresses inside and outside and another router. `then`: the old one goes
   * first, as a Wi-Fi out of reach does; `beside`: the new one is there before it goes.
   */
  moveTo(wishes: AccessWishes, order?: 'then' | 'beside'): Promise<void>;
  /** The link to the router is down: the host has no network and knows it. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** Its processes stand still, as when a lid closes. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}

/** What a home needs of the Internet that it is on. */
export interface Surroundings {
  /** For files of its own. */
  readonly folder: string;
  readonly makeHost: (name: string) => Promise<Namespace>;
  /** Leads from a router's `wan` to the Internet. */
  readonly connect: (router: Namespace) => Promise<Outside>;
}

interface Access {
  readonly router: Namespace;
  readonly addresses: AccessAddresses;
  /** The interface of the host. */
  readonly link: string;
}

/** Makes a host behind a router of its own. */
export async function makeHome(
  name: string,
  wishes: AccessWishes,
  { folder, makeHost, connect }: Surroundings,
): Promise<Home> {
  const host = await makeHost(name);
  let moves = 0;
  let line: Line = {};
  const attach = async (how: AccessWishes): Promise<Access> => {
    const router = await makeHost(`${name}-router${moves}`);
    const link = `net${moves}`;
    moves += 1;
    await host.ip(`link add ${link} type veth peer name lan netns ${router.name}`);
    // The same in every home, as in life.
    const addresses = { ...(await connect(router)), inside: `192.168.${moves}` };
    await setUpRouter(router, addresses, how);
    await shapeLine(router, line);
    await host.ip(`addr add ${addresses.inside}.2/24 dev ${link}`, `link set ${link} up`);
    // The newest way is taken first.
    await host.ip(`route add default via ${addresses.inside}.1 metric ${100 - moves}`);
    return { router, addresses, link };
  };
  const detach = async ({ router, link }: Access): Promise<void> => {
    await host.ip(`link delete ${link}`);
    await router.remove();
  };
  let access = await attach(wishes);
  const signal = async (which: NodeJS.Signals): Promise<void> => {
    for (const id of await host.processes()) kill(id, which);
  };
  return {
    host,
    address: () => access.addresses.outside,
    chromium: await writeChromium(folder, host),
    shape(next) {
      line = next;
      return shapeLine(access.router, line);
    },
    async moveTo(how, order = 'then') {
      const old = access;
      if (order === 'then') await detach(old);
      access = await attach(how);
      if (order === 'beside') await detach(old);
    },
    unplug: () => host.ip(`link set ${access.link} down`),
    plug: () =>
      host.ip(
        `link set ${access.link} up`,
        `route replace default via ${access.addresses.inside}.1 metric ${100 - moves}`,
      ),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
  };
}

/** Writes the program that is Chromium in a host; descriptors and signals pass through. */
async function writeChromium(folder: string, host: Namespace): Promise<string> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error('Chromium: not found; name one with CHROMIUM_PATH.');
  const path = join(folder, `chromium-${host.name}`);
  await writeFile(path, `#!/bin/sh\nexec ip netns exec ${host.name} ${chromium} "$@"\n`);
  await chmod(path, 0o755);
  return path;
}
