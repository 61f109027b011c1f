import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverAddress } from '@/scripts/server-root.mjs';
import { words, type Stage } from '../../support/deploy/containerfile';
import type { Debian } from '../../support/deploy/debian';
import { root } from '../../support/deploy/program';
import { commandOf, readUnit, type Unit } from '../../support/deploy/unit';
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

const release = buildRelease();

const askThroughTls = [
  "const answer = await fetch('https://localhost/healthz');",
  "console.log('by TLS:', await answer.text());",
].join(' ');

const askPlainly = [
  "const { status, headers } = await fetch('http://localhost/healthz', { redirect: 'manual' });",
  "console.log('plainly:', status, headers.get('location'));",
].join(' ');

/** Two clients of coturn's own, who both reach it by TLS on a port and send each other packets through it. */
const relayedBy = (port: number) =>
  `turnutils_uclient -S -t -y -n 3 -m 1 -W "$(cat /etc/ringway/turn.secret)" -u 1 -p ${port} ${serverAddress} 2>&1 | tail -n 6`;

/** What they say when packets came through: over TLS they lose some of them themselves. */
const relayedSome = /tot_send_msgs=\d+, tot_recv_msgs=[1-9]/;

describe('install.sh on Debian 13', () => {
  const settings = 'etc/ringway/settings.env';
  let debian: Debian;
  beforeAll(async () => {
    debian = await freshServer(release());
  });
  afterAll(() => debian.end());

  it('refuses in words what is not known, and to go on without the three lines', async () => {
    expect(await debian.run('/project/deploy/install.sh', '--what')).toMatchObject({
      code: 1,
      said: expect.stringContaining('--what: not known') as string,
    });
    const { code, said } = await debian.run(...install);
    expect(code).toBe(1);
    expect(said).toContain('fill in: HOST_NAME CONTACT PUBLIC_ADDRESS');
    expect(said).toContain('fill in /etc/ringway/settings.env and run this again');
    expect((await debian.run('test', '-e', '/opt/ringway')).code).toBe(1);
  });

  it('installs once they are there', async () => {
    const lines = (await debian.read(settings)).replaceAll(
      /^([A-Z_]+)=$/gm,
      (line, name: string) =>
        Object.hasOwn(filledIn, name) ? `${name}=${filledIn[name as keyof typeof filledIn]}` : line,
    );
    await debian.write(settings, `${lines}${certificateGiven.join('\n')}\n`);
    const { code, said } = await debian.run(...install);
    expect(said).toContain(
      'ringway: enabled: ringway caddy haproxy coturn ringway-certificates.timer',
    );
    expect(code).toBe(0);
    expect(await debian.mode('etc/ringway/turn.secret')).toBe('600');
    expect(await debian.read('etc/ringway/turn.secret')).toMatch(/^[0-9a-f]{64}$/);
    expect(await debian.mode(settings)).toBe('600');
    const services = ['ringway', 'caddy', 'haproxy', 'coturn'];
    const enabled = await debian.run('systemctl', 'is-enabled', ...services);
    expect(enabled.said.trim().split('\n')).toEqual(services.map(() => 'enabled'));
  });

  it('is an upgrade when it runs again: settings and secrets stay, the program before is kept', async () => {
    const before = await debian.read('etc/ringway/turn.secret');
    const { code, said } = await debian.run(...install);
    expect(code).toBe(0);
    expect(said).toContain('/opt/ringway.previous');
    expect(said).not.toMatch(/secret|user:|settings:/);
    expect(await debian.read('etc/ringway/turn.secret')).toBe(before);
  });

  it('leaves the program that runs in place when the new one is none', async () => {
    const { code, said } = await debian.run(
      '/project/deploy/install.sh',
      '--build',
      '/project/docs',
    );
    expect(code).toBe(1);
    expect(said).toContain('there is no release of Ringway in it');
    expect((await debian.run('test', '-e', '/opt/ringway/dist/server.mjs')).code).toBe(0);
  });

  it('installs units that systemd takes, and that close what Ringway does not need', async () => {
    const units = ['ringway', 'caddy', 'haproxy', 'coturn', 'ringway-certificates'];
    const verify = ['systemd-analyze', 'verify', '--man=no', '--recursive-errors=no'];
    const names = [...units.map((name) => `${name}.service`), 'ringway-certificates.timer'];
    expect(await debian.run(...verify, ...names)).toEqual({ code: 0, said: '' });
    const offline = ['systemd-analyze', 'security', '--offline=true', '--no-pager'];
    const { code } = await debian.run(...offline, '--threshold=15', 'ringway.service');
    expect(code).toBe(0);
    const exposed = await debian.run(...offline, '--threshold=45', 'haproxy.service');
    expect(exposed.code, exposed.said).toBe(0);
  });

  it(
    "starts by the units' commands: people and TURN over TLS by HAProxy on 443, the relay on its three ports",
    async () => {
      const shipped = (path: string) => readFile(join(root, 'deploy/systemd', path), 'utf8');
      const unitOf = async (name: string) =>
        readUnit(
          (await debian.run('cat', `/usr/lib/systemd/system/${name}.service`)).said,
          await shipped(`${name}.service.d/ringway.conf`),
        );
      const ringway = readUnit(await shipped('ringway.service'));
      const [caddy, haproxy, coturn] = [
        await unitOf('caddy'),
        await unitOf('haproxy'),
        await unitOf('coturn'),
      ];
      const prepare = (unit: Unit) =>
        `env $(grep -v '^#' /etc/ringway/settings.env) ${unit.all('ExecStartPre').join().replace('+', '')}`;
      const { code, said } = await debian.script(`
      cp /given/tls.crt /given/tls.key /tmp/ && chmod 600 /tmp/tls.key
      install -d -o ringway -m 0700 /run/credentials /var/lib/ringway
      install -o ringway -m 0400 /etc/ringway/turn.secret /run/credentials/turn.secret
      install -d -o turnserver -m 0700 /run/ringway-coturn
      install -d -o haproxy -m 0700 /run/ringway-haproxy
      cd /opt/ringway
      ${commandOf(ringway, '/run/credentials')} & ringway=$!
      HOME=/var/lib/caddy ${commandOf(caddy, '', ['net_bind_service'])} 2>/dev/null & caddy=$!
      ${prepare(coturn)}
      ${prepare(haproxy)}
      stat -c '%a %U' /run/ringway-coturn/turnserver.conf /run/ringway-coturn/tls.key
      stat -c '%a %U' /run/ringway-haproxy/tls.key
      ${commandOf(coturn, '')} >/tmp/coturn.log 2>&1 & coturn=$!
      ${commandOf(haproxy, '', ['net_bind_service']).replace('-Ws', '-W')} & haproxy=$!
      ${until(healthy)}
      for port in 443 3478 5349; do
        ${until(connects('$port'))}
      done
      export NODE_EXTRA_CA_CERTS=/tmp/tls.crt
      node --input-type=module -e "${askThroughTls}"
      node --input-type=module -e "${askPlainly}"
      ${relayedBy(443)}
      mkdir -p /root/backups
      ${operate} doctor
      ${operate} backup /root/backups/monday
      ! ${operate} restore /root/backups/monday
      stat -c '%a %U' /var/lib/ringway/secret.key /var/lib/ringway/first-administrator.txt
      kill $caddy $haproxy $coturn
      kill $ringway
      wait $ringway
      ${operate} restore /root/backups/monday
      stat -c '%a %U' /var/lib/ringway/ringway.db
    `);
      expect(said).toContain('by TLS: {"status":"success","result":{"state":"alive"}}');
      expect(said).toContain('plainly: 308 https://localhost/healthz');
      expect(said).toMatch(relayedSome);
      expect(said).toMatch(/^ok {4}relay \(TURN\) +turns:localhost:443/m);
      expect(said).not.toMatch(/^fail /m);
      expect(said).toContain('Backed up the database, vapid.key to /root/backups/monday');
      expect(said).toContain('/var/lib/ringway is in use by another Ringway');
      expect(said).toMatch(/^The backup of .* is restored. Start the server\.$/m);
      expect(said).toContain('To go back: npm run restore -- /var/lib/ringway/before-restore-');
      expect(said).toContain('600 turnserver\n600 turnserver\n600 haproxy');
      expect(said).toContain('600 ringway\n600 ringway');
      expect(said).toContain('"msg":"stopped"');
      expect(code, said).toBe(0);
      expect(said).not.toContain(await debian.read('etc/ringway/turn.secret'));
    },
    serverLimit,
  );

  it(
    'makes of an installation that had Caddy in front one with HAProxy, whatever its settings said of ports',
    async () => {
      // As an older version left it: nothing of HAProxy, and Caddy moved aside for it.
      await debian.script(`
        systemctl --quiet disable haproxy
        rm -r /etc/systemd/system/haproxy.service.d
      `);
      const before = await debian.read(settings);
      await debian.write(settings, `${before}HTTPS_PORT=8443\nTURN_TLS_PORT=5349\n`);
      const { code, said } = await debian.run(...install);
      expect(said).toContain('enabled: ringway caddy haproxy coturn ringway-certificates.timer');
      expect(code).toBe(0);
      const program = ['/opt/ringway/deploy/with-settings.sh', '/usr/sbin/haproxy', '-W', '-f'];
      const started = await debian.script(`
      export TLS=/run/ringway-haproxy $(grep -v '^#' /etc/ringway/settings.env)
      DATA=/tmp/data ORIGIN=https://localhost node /opt/ringway/scripts/serve.mjs & ringway=$!
      ${program.join(' ')} /opt/ringway/deploy/haproxy.cfg & haproxy=$!
      HOME=/tmp /opt/ringway/deploy/with-settings.sh caddy run --config /opt/ringway/deploy/Caddyfile --adapter caddyfile 2>/dev/null & caddy=$!
      ${until(healthy)}
      ${until(connects(443))}
      ${until(connects(80))}
      export NODE_EXTRA_CA_CERTS=/tmp/tls.crt
      node --input-type=module -e "${askThroughTls}"
      kill $haproxy $caddy $ringway
      wait $ringway
    `);
      expect(started.said).toContain('by TLS: {"status":"success","result":{"state":"alive"}}');
      expect(started.code, started.said).toBe(0);
      await debian.write(settings, before);
    },
    serverLimit,
  );
});

describe('The Containerfile on Debian 13', () => {
  let debian: Debian;
  /** How a container of an image starts: its user with the rights that compose.yaml leaves it, and its entry point. */
  const asUserOf = (
    image: Stage,
    rights: readonly string[] = [],
    more: readonly string[] = [],
  ): string => {
    const user = image.last('USER');
    const bounded = ['-all', ...rights.map((right) => `+${right}`)].join(',');
    const variables = Object.entries(filledIn).map(([name, value]) => `${name}=${value}`);
    return [
      `setpriv --reuid=${user} --regid=${user} --clear-groups --bounding-set=${bounded}`,
      `env PATH=/usr/local/bin:$PATH ${[...image.environment, ...variables, ...certificateGiven, ...more].join(' ')}`,
      words(image.last('ENTRYPOINT')),
    ].join(' ');
  };
  /** What a stage does, but the names of packages: they are there, and there is no network to fetch them by. */
  const stepsOf = ({ steps }: Stage) =>
    steps
      .filter(({ instruction }) => instruction === 'RUN' || instruction === 'COPY')
      .map(({ instruction, rest }) => {
        if (instruction === 'RUN') return rest.replace('apt-get update && ', '');
        const [from = '', to = ''] = rest.replace('--from=build ', '').split(' ');
        // LiveKit's own image holds its program, and nothing else.
        if (from.startsWith('--from=docker.io/livekit/livekit-server:')) {
          return 'install -D /given/livekit-server /usr/local/bin/livekit-server';
        }
        return `mkdir -p $(dirname ${to}) && cp -R ${from === 'deploy' ? '/project/deploy' : `/built${from}`} ${to}`;
      })
      .join('\n');

  beforeAll(async () => {
    debian = await freshServer(release());
  });
  afterAll(() => debian.end());

  it('builds a release that holds nothing but what runs', async () => {
    const held = await release().built.script(
      'cd /release; du -sm . | cut -f1; ls node_modules deploy scripts',
    );
    expect(Number(held.said.split('\n')[0])).toBeLessThan(60);
    expect(held.said).not.toMatch(/^(next|react|vitest|esbuild|settings\.env)$/m);
  });

  it(
    'gives an image whose server starts without rights on a file system to read only, and is healthy',
    async () => {
      const image = release().stage('ringway');
      const prepared = await debian.script(stepsOf(image));
      expect(prepared.code, prepared.said).toBe(0);
      const check = words(image.last('HEALTHCHECK').split(' CMD ')[1] ?? '');
      const asUser = asUserOf(image);
      const { code, said } = await debian.script(`
      mount -t tmpfs tmpfs /tmp
      for volume in /var/lib/ringway /secrets; do mount --bind $volume $volume; done
      mount -o remount,bind,ro /
      ! touch /opt/ringway/written 2>/dev/null
      cd ${image.last('WORKDIR')}
      ${asUser} /opt/ringway/deploy/make-secrets.sh /secrets
      ${asUser} ${words(image.last('CMD'))} & ringway=$!
      ${until(check)}
      stat -c '%a %U' /secrets/turn.secret
      kill $ringway
      wait $ringway
    `);
      expect(said).toContain('600 ringway');
      expect(said).toContain('"msg":"stopped"');
      expect(code, said).toBe(0);
    },
    serverLimit,
  );

  it.each([
    { name: 'caddy', rights: ['net_bind_service'], port: 80 },
    { name: 'haproxy', rights: ['net_bind_service'], port: 443 },
    { name: 'coturn', rights: [], port: 5349 },
    { name: 'livekit', rights: [], port: 7881, more: ['LIVEKIT=yes'] },
  ])(
    'gives an image of $name that starts as that user too',
    async ({ name, rights, port, more }) => {
      const fresh = await freshServer(release());
      const image = release().stage(name);
      const prepared = await fresh.script(stepsOf(image));
      expect(prepared.code, prepared.said).toBe(0);
      const { code, said } = await fresh.script(`
      install -m 0644 /given/tls.crt /given/tls.key /tmp/
      install -d -o 10001 -m 0700 /run/ringway-coturn /run/ringway-haproxy /run/ringway-livekit /secrets
      for volume in /tmp /run /var/lib; do mount --bind $volume $volume; done
      setpriv --reuid=10001 --clear-groups /opt/ringway/deploy/make-secrets.sh /secrets
      mount -o remount,bind,ro /
      ${asUserOf(image, rights, more)} ${words(image.last('CMD'))} >/tmp/said 2>&1 & program=$!
      ${until(connects(port))}
      # LiveKit loses a TERM that comes as it starts.
      kill -KILL $program
      wait $program || true
    `);
      expect(code, said).toBe(0);
      await fresh.end();
    },
    serverLimit,
  );
});
