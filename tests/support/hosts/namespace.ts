import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A program with its parameters. */
export type Command = readonly [program: string, ...parameters: string[]];

/** A host as Linux makes one of nothing: a network namespace with interfaces of its own. */
export interface Namespace {
  readonly name: string;
  /** Runs a program in it to its end; gives what it wrote to its standard output. */
  exec(command: Command, input?: string): Promise<string>;
  /** Starts a program in it, which ends with this process at the latest. */
  spawn(command: Command, options?: SpawnOptions): ChildProcess;
  /** The processes in it, by their ids. */
  processes(): Promise<readonly number[]>;
  /** Runs lines of `ip` in it (ip-batch). */
  ip(...lines: readonly string[]): Promise<void>;
  /** Loads rules of nftables in it. */
  nft(rules: string): Promise<void>;
  /** Ends the processes in it and removes it with its interfaces. */
  remove(): Promise<void>;
}

/** Where `ip netns exec` finds files that stand in the place of those in /etc (ip-netns(8)). */
export const etcOfNamespaces = '/etc/netns';

/** Where the programs of administrators are, also for a person whose PATH does not say so. */
export const environmentWithAdministration = {
  ...process.env,
  PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`,
};

/** Makes one; `hosts`: the names that it knows, as in /etc/hosts. It speaks IPv4 alone. */
export async function makeNamespace(name: string, hosts: readonly string[]): Promise<Namespace> {
  await mkdir(join(etcOfNamespaces, name), { recursive: true });
  const lines = ['127.0.0.1 localhost', ...hosts];
  await writeFile(join(etcOfNamespaces, name, 'hosts'), `${lines.join('\n')}\n`);
  // Nobody answers there: no question of a test leaves this machine.
  await writeFile(join(etcOfNamespaces, name, 'resolv.conf'), 'nameserver 127.0.0.1\n');
  await run(['ip', 'netns', 'add', name]);
  const within = (command: Command): Command => ['ip', 'netns', 'exec', name, ...command];
  const namespace: Namespace = {
    name,
    exec: (command, input) => run(within(command), input),
    spawn(command, options = {}) {
      const [program, ...parameters] = within(['setpriv', '--pdeathsig', 'KILL', ...command]);
      return spawn(program, parameters, {
        stdio: ['ignore', 'pipe', 'pipe'],
        ...options,
        env: options.env ?? environmentWithAdministration,
      });
    },
    processes: () => processesIn(name),
    ip: async (...batch) => {
      await run(['ip', '-n', name, '-batch', '-'], `${batch.join('\n')}\n`);
    },
    nft: async (rules) => {
      await run(within(['nft', '-f', '-']), rules);
    },
    remove: () => removeNamespace(name),
  };
  await namespace.ip('link set lo up');
  await set(namespace, 'ipv6/conf/all/disable_ipv6', 1);
  return namespace;
}

/** Lets a host pass on what is not meant for itself. */
export async function route(namespace: Namespace): Promise<void> {
  await set(namespace, 'ipv4/ip_forward', 1);
}

/** Ends the processes in a namespace, and removes it with the interfaces that are only there. */
export async function removeNamespace(name: string): Promise<void> {
  for (const id of await processesIn(name)) kill(id, 'SIGKILL');
  await run(['ip', 'netns', 'delete', name]).catch(() => undefined);
  await rm(join(etcOfNamespaces, name), { recursive: true, force: true });
}

/** Sends a signal to a process that may have ended. */
export function kill(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch {
    // It has ended already.
  }
}

/** The names of all namespaces of this machine that `ip` knows. */
export async function listNamespaces(): Promise<readonly string[]> {
  const listed = await run(['ip', 'netns', 'list']);
  return listed.split('\n').flatMap((line) => /^\S+/.exec(line) ?? []);
}

async function processesIn(name: string): Promise<readonly number[]> {
  const listed = await run(['ip', 'netns', 'pids', name]).catch(() => '');
  return listed.split('\n').filter(Boolean).map(Number);
}

async function set(namespace: Namespace, setting: string, value: number): Promise<void> {
  const path = `/proc/sys/net/${setting}`;
  // A kernel without IPv6 has nothing to switch off.
  await namespace.exec(['sh', '-c', `[ ! -e ${path} ] || echo ${value} > ${path}`]);
}

function run([program, ...parameters]: Command, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      parameters,
      { env: environmentWithAdministration },
      (error, written, complaint) => {
        if (error === null) resolve(written);
        else {
          const said = complaint.trim() || written.trim();
          reject(new Error(`${[program, ...parameters].join(' ')}: ${said || error.message}`));
        }
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
