import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { serverAddress } from '@/scripts/server-root.mjs';
import type { Debian } from '../../support/deploy/debian';
import { root } from '../../support/deploy/program';
import { commandOf, readUnit } from '../../support/deploy/unit';
import {
  certificateGiven,
  connects,
  filledIn,
  freshServer,
  healthy,
  install,
  operate,
  serverLimit,
  until,
  buildRelease,
} from './release';

describe('LiveKit on Debian 13', () => {
  const release = buildRelease();
  const settings = 'etc/ringway/settings.env';
  let debian: Debian;
  beforeAll(async () => {
    debian = await freshServer(release());
    const lines = Object.entries(filledIn).map(([name, value]) => `${name}=${value}`);
    const text = [...lines, ...certificateGiven, 'LIVEKIT=yes', ''].join('\\n');
    await debian.script(`install -d /etc/ringway; printf '${text}' >/etc/ringway/settings.env`);
  });
  afterAll(() => debian.end());

  it('is refused in words where its program is not there, before anything is put anywhere', async () => {
    const none = await debian.run(...install);
    expect(none.code).toBe(1);
    expect(none.said).toContain('there is no livekit-server');
    expect(none.said).toContain('docs/deploy.md, LiveKit');
    const other = await debian.run('env', 'LIVEKIT_SERVER=/bin/false', ...install);
    expect(other.code).toBe(1);
    expect(other.said).toContain('/bin/false: does not run here as livekit-server');
    expect((await debian.run('test', '-e', '/opt/ringway')).code).toBe(1);
  });

  it(
    'is installed with the program that is named, and stays where it is then',
    async () => {
      const first = await debian.run('env', 'LIVEKIT_SERVER=/given/livekit-server', ...install);
      expect(first.code, first.said).toBe(0);
      expect(first.said).toMatch(/enabled: ringway-livekit, livekit-server version \d/);
      const secret = await debian.read('etc/ringway/livekit.secret');
      expect(secret).toMatch(/^[0-9a-f]{64}$/);
      expect(await debian.mode('etc/ringway/livekit.secret')).toBe('600');
      const again = await debian.run(...install);
      expect(again.code, again.said).toBe(0);
      expect(await debian.read('etc/ringway/livekit.secret')).toBe(secret);
      const unit = 'ringway-livekit.service';
      const verify = ['systemd-analyze', 'verify', '--man=no', '--recursive-errors=no', unit];
      expect(await debian.run(...verify)).toEqual({ code: 0, said: '' });
      const offline = ['systemd-analyze', 'security', '--offline=true', '--no-pager'];
      const exposed = await debian.run(...offline, '--threshold=15', unit);
      expect(exposed.code, exposed.said).toBe(0);
    },
    serverLimit,
  );

  it(
    "starts by its unit's command; its signalling comes through HAProxy on 443, its API does not",
    async () => {
      const shipped = async (path: string) =>
        readUnit(await readFile(join(root, 'deploy/systemd', path), 'utf8'));
      const [ringway, livekit] = [
        await shipped('ringway.service'),
        await shipped('ringway-livekit.service'),
      ];
      const prepare = livekit.all('ExecStartPre').join().replace('+', '');
      const askApi = [
        "const answer = await fetch('https://localhost/livekit/twirp/livekit.RoomService/ListRooms',",
        "{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });",
        "console.log('its API:', answer.status, 'its door:', (await fetch('https://localhost/livekit')).status);",
      ].join(' ');
      const { code, said } = await debian.script(`
      cp /given/tls.crt /given/tls.key /tmp/ && chmod 600 /tmp/tls.key
      install -d -o ringway -m 0700 /run/credentials /var/lib/ringway
      for name in turn.secret livekit.key livekit.secret; do
        install -o ringway -m 0400 /etc/ringway/$name /run/credentials/$name
      done
      install -d -o ringway-livekit -m 0700 /run/ringway-livekit
      install -d -o haproxy -m 0700 /run/ringway-haproxy
      cd /opt/ringway
      env $(cat /etc/ringway/settings.env) ${prepare}
      stat -c '%a %U' /run/ringway-livekit/livekit.yaml
      export PATH=/usr/local/bin:$PATH
      ${commandOf(ringway, '/run/credentials')} & ringway=$!
      ${commandOf(livekit, '')} >/tmp/livekit.log 2>&1 & livekit=$!
      env $(cat /etc/ringway/settings.env) /opt/ringway/deploy/with-settings.sh \\
        /opt/ringway/deploy/certificate.sh /run/ringway-haproxy
      env TLS=/run/ringway-haproxy $(cat /etc/ringway/settings.env) /opt/ringway/deploy/with-settings.sh \\
        haproxy -W -f /opt/ringway/deploy/haproxy.cfg & haproxy=$!
      ${until(healthy)}
      for port in 443 7881; do
        ${until(connects('$port'))}
      done
      ss -lun
      ${until(`${operate} doctor | grep "^ok *LiveKit *LiveKit"`)}
      ${operate} doctor --json | sed 's/.*/doctor: &/' || true
      export NODE_EXTRA_CA_CERTS=/tmp/tls.crt
      node --input-type=module -e "${askApi}"
      kill $haproxy $ringway $livekit
      wait $ringway $livekit
      cat /tmp/livekit.log
    `);
      expect(code, said).toBe(0);
      expect(said).toContain('600 ringway-livekit');
      expect(said).toMatch(new RegExp(`${serverAddress}:7882`));
      expect(said).toContain('its API: 404 its door: 200');
      const told = z
        .object({ checks: z.array(z.looseObject({ id: z.string(), state: z.string() })) })
        .parse(JSON.parse(/^doctor: (.*)$/m.exec(said)?.[1] ?? ''));
      expect(told.checks.filter(({ id }) => id === 'livekit')).toMatchObject([
        { state: 'ok', fact: { kind: 'answer' } },
        { state: 'ok', fact: { kind: 'livekit_door', url: 'wss://localhost/livekit' } },
        { state: 'ok', fact: { kind: 'livekit_news' } },
      ]);
      for (const name of ['livekit.key', 'livekit.secret', 'turn.secret']) {
        expect(said).not.toContain(await debian.read(`etc/ringway/${name}`));
      }
      expect(said).not.toContain('access_token=');
    },
    serverLimit,
  );

  it('is taken away again by the same line', async () => {
    const before = await debian.read(settings);
    await debian.write(settings, before.replace('LIVEKIT=yes', 'LIVEKIT=no'));
    const { code, said } = await debian.run(...install);
    expect(code, said).toBe(0);
    expect(said).toContain('disabled: ringway-livekit');
    const gone = await debian.run('systemctl', 'is-enabled', 'ringway-livekit');
    expect(gone.said).not.toContain('enabled\n');
  });
});
