import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A session bus of a test's own. */
export interface SessionBus {
  readonly socketPath: string;
  /** For the environment's `DBUS_SESSION_BUS_ADDRESS`. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts a bus that knows no services: nothing of this machine's desktop answers on it. */
export async function startSessionBus(): Promise<SessionBus> {
  const folder = await mkdtemp(join(tmpdir(), 'ringway-bus-'));
  const socketPath = join(folder, 'bus');
  const configuration = join(folder, 'bus.conf');
  await writeFile(
    configuration,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socketPath}</listen>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
`,
  );
  const daemon = spawn(
    'dbus-daemon',
    ['--nofork', '--nosyslog', '--print-address=1', `--config-file=${configuration}`],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let complaint = '';
  daemon.stderr.on('data', (text: Buffer) => {
    complaint += text.toString();
  });
  // Its address comes out once it listens.
  await Promise.race([
    once(daemon.stdout, 'data'),
    once(daemon, 'exit').then(() => {
      throw new Error(`The session bus did not start: ${complaint}`);
    }),
  ]);
  return {
    socketPath,
    address: `unix:path=${socketPath}`,
    stop: async () => {
      const ended = once(daemon, 'exit');
      daemon.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
