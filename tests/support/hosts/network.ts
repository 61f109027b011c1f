import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canMakeHosts, hostsMissing } from '@/scripts/hosts.mjs';
import type { AccessWishes, Outside } from './access';
import { makeHome, type Home } from './home';
import {
  environmentWithAdministration,
  etcOfNamespaces,
  listNamespaces,
  makeNamespace,
  removeNamespace,
  route,
  type Namespace,
} from './namespace';

/** A little Internet of hosts that are nowhere but here: nothing leads out of it. */
export interface Network {
  /** Makes somebody's host behind a router of its own. */
  home(name: string, wishes?: AccessWishes): Promise<Home>;
  readonly server: ServerHost;
  /** A folder for files of this network, removed with it. */
  readonly folder: string;
  /** Ends what runs in it and removes it. */
  close(): Promise<void>;
}

/** The host of the server, with a public address and nothing before it. */
export interface ServerHost {
  readonly host: Namespace;
  /** IPv4, public. */
  readonly address: string;
  /** It vanishes: what is sent to it is lost without a word. */
  disconnect(): Promise<void>;
  reconnect(): Promise<void>;
}

/** The names by which every host of a network knows the server's. */
export const serverNames = { ringway: 'calls.example.com', relay: 'turn.example.com' } as const;

/*
 * Addresses for documentation (RFC 5737) stand for the Internet, since the shipped configuration of coturn
 * relays to them; private ones (RFC 1918) are behind the routers.
 */
const server = { gateway: '203.0.113.1', address: '203.0.113.10' } as const;
const carriers = '198.51.100';
const mostAccesses = 63;

const prefix = 'rw-';
let made = 0;

/**
 * Makes one; what runs of tests that were killed left behind is removed first.
 *
 * @throws Error with what to do, where hosts cannot be made
 */
export async function makeNetwork(): Promise<Network> {
  if (!canMakeHosts()) throw new Error(hostsMissing);
  await removeLeftovers();
  made += 1;
  const id = `${prefix}${process.pid}-${made}`;
  const folder = await mkdtemp(join(tmpdir(), 'ringway-hosts-'));
  const namespaces: Namespace[] = [];
  const clearAtExit = (): void => {
    for (const { name } of namespaces) removeAtOnce(name);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', clearAtExit);
  const close = async (): Promise<void> => {
    for (const { name } of [...namespaces].reverse()) await removeNamespace(name);
    await rm(folder, { recursive: true, force: true });
    process.off('exit', clearAtExit);
  };
  const makeHost = async (name: string): Promise<Namespace> => {
    // Chromium asks for a relay's name with the dot at its end (RFC 1034, 3.1), as it would ask DNS.
    const known = Object.values(serverNames).map((one) => `${server.address} ${one} ${one}.`);
    const namespace = await makeNamespace(`${id}-${name}`, known);
    namespaces.push(namespace);
    return namespace;
  };
  try {
    const core = await makeHost('core');
    await setUpCore(core);
    const serverHost = await connectServer(core, await makeHost('server'));
    let accesses = 0;
    const connect = (router: Namespace): Promise<Outside> => {
      accesses += 1;
      if (accesses > mostAccesses) throw new Error('A network has no more addresses.');
      return connectRouter(core, router, accesses);
    };
    return {
      folder,
      server: serverHost,
      home: (name, wishes = {}) => makeHome(name, wishes, { folder, makeHost, connect }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The Internet: it leads from each to each, and knows no private address. */
async function setUpCore(core: Namespace): Promise<void> {
  await route(core);
  await core.nft(`
    table ip core {
      chain vanished {
      }
      chain through {
        type filter hook forward priority filter; policy accept;
        jump vanished
        ip saddr { 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 } drop
      }
    }`);
}

async function connectServer(core: Namespace, host: Namespace): Promise<ServerHost> {
  await core.ip(
    `link add server type veth peer name wan netns ${host.name}`,
    `addr add ${server.gateway}/24 dev server`,
    'link set server up',
  );
  await host.ip(
    `addr add ${server.address}/24 dev wan`,
    'link set wan up',
    `route add default via ${server.gateway}`,
  );
  return {
    host,
    address: server.address,
    disconnect: () =>
      core.nft(`
        add rule ip core vanished iifname "server" drop
        add rule ip core vanished oifname "server" drop`),
    reconnect: () => core.nft('flush chain ip core vanished'),
  };
}

async function connectRouter(core: Namespace, router: Namespace, number: number): Promise<Outside> {
  const gateway = `${carriers}.${4 * number + 1}`;
  await core.ip(
    `link add access${number} type veth peer name wan netns ${router.name}`,
    `addr add ${gateway}/30 dev access${number}`,
    `link set access${number} up`,
  );
  const outside = `${carriers}.${4 * number + 2}`;
  return { outside, gateway };
}

/** Namespaces of processes that are no more. */
async function removeLeftovers(): Promise<void> {
  for (const name of await listNamespaces()) {
    const [, id] = /^rw-(\d+)-/.exec(name) ?? [];
    if (id !== undefined && !isAlive(Number(id))) await removeNamespace(name);
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

/** As this process ends, when nothing can be waited for. */
function removeAtOnce(name: string): void {
  const run = (...parameters: readonly string[]): string => {
    try {
      return execFileSync('ip', parameters, {
        encoding: 'utf8',
        env: environmentWithAdministration,
      });
    } catch {
      // What is gone already need not be removed.
      return '';
    }
  };
  for (const id of run('netns', 'pids', name).split('\n').filter(Boolean)) {
    run('netns', 'exec', name, 'kill', '-KILL', id);
  }
  run('netns', 'delete', name);
  rmSync(join(etcOfNamespaces, name), { recursive: true, force: true });
}
