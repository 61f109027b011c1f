import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { AccessToken } from 'livekit-server-sdk';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { allocate } from '@/lib/server/turn/allocate';
import { findLiveKit, liveKitMissing } from '@/scripts/livekit.mjs';
import { anyFreePort } from '@/scripts/ports.mjs';
import { root, startProgram } from '../../support/deploy/program';
import { startCoturn } from '../../support/turn/coturn';

/** What LiveKit tells a browser of relays: its first message holds these texts as they are. */
function relaysIn(message: Buffer) {
  const text = message.toString('latin1');
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([found]) => found);
  const [username = ''] = all(/\d{10}:PA_\w+/g);
  const [credential = ''] = all(/[A-Za-z\d+/]{27}=/g);
  const urls = all(/turns?:localhost:\d+\?transport=(udp|tcp)/g);
  return { username, credential, urls, stun: all(/stun:[\w.-]+:/g) };
}

it('LiveKit with the shipped configuration gives browsers our relay, with credentials that it takes', async () => {
  const program = findLiveKit();
  if (program === undefined) throw new Error(liveKitMissing);
  const folder = await mkdtemp(join(tmpdir(), 'ringway-livekit-relay-'));
  execFileSync(join(root, 'deploy/make-secrets.sh'), [folder]);
  const secretOf = (name: string) => readFile(join(folder, name), 'utf8');
  const coturn = await startCoturn({ secret: await secretOf('turn.secret') });
  const [relayPort = '', tlsPort = ''] = ['turn:', 'turns:'].map((scheme) => {
    const url = coturn.urls.split(',').find((one) => one.startsWith(scheme));
    return /:(\d+)\?/.exec(url ?? '')?.[1];
  });
  const [port, tcp, udp] = [
    await anyFreePort('127.0.0.1'),
    await anyFreePort('127.0.0.1'),
    await anyFreePort('127.0.0.1'),
  ];
  const livekit = await startProgram(
    [
      ...[join(root, 'deploy/livekit/configure.sh'), folder, folder],
      ...[program, '--config', join(folder, 'livekit.yaml')],
    ],
    {
      ...{ LIVEKIT: 'yes', LIVEKIT_HTTP_PORT: String(port) },
      ...{ LIVEKIT_TCP_PORT: String(tcp), LIVEKIT_UDP_PORT: String(udp) },
      ...{ TURN_BACKEND_PORT: relayPort, TURN_TLS_PORT: tlsPort },
    },
    port,
  );
  try {
    const keys = [await secretOf('livekit.key'), await secretOf('livekit.secret')] as const;
    const token = new AccessToken(...keys, { identity: 'somebody' });
    token.addGrant({ roomJoin: true, room: 'any' });
    const query = `access_token=${await token.toJwt()}&protocol=15`;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/rtc?${query}`);
    const [first] = (await once(socket, 'message')) as [Buffer];
    socket.terminate();
    const { username, credential, urls, stun } = relaysIn(first);
    expect(urls).toEqual([
      `turn:localhost:${relayPort}?transport=udp`,
      `turn:localhost:${relayPort}?transport=tcp`,
      `turns:localhost:${tlsPort}?transport=tcp`,
    ]);
    // Nobody is sent to a STUN server of somebody else's.
    expect(stun).toEqual(['stun:localhost:']);
    // An hour at most.
    expect(Number(username.split(':')[0]) - Date.now() / 1_000).toBeLessThanOrEqual(3_601);
    const { authority } = coturn;
    const came = await Promise.all(
      urls.map((url) => allocate(url, { username, credential, authority })),
    );
    expect(came.map(({ kind }) => kind)).toEqual(['allocated', 'allocated', 'allocated']);
  } finally {
    await livekit.stop();
    await coturn.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
