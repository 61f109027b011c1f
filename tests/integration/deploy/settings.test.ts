import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { readSettings } from '@/lib/server/settings';
import { sources } from '@/scripts/stamp.mjs';
import { environmentOf, filledIn, root, withSettings } from '../../support/deploy/program';

const deploy = join(root, 'deploy');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Every variable of the server's schema, as its source names them. */
const known = new Set(
  readdirSync(join(root, 'lib/server'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('settings.ts'))
    .flatMap((path) => [...read(join('lib/server', path)).matchAll(/^ {2}([A-Z][A-Z_]+): /gm)])
    .map(([, name = '']) => name),
);

/** What the files in deploy/ read themselves and complete to what the server knows. */
const ofDeployment = [
  ...Object.keys(filledIn),
  ...['CERTIFICATES', 'CERTIFICATE', 'CERTIFICATE_KEY', 'ACME_DIRECTORY'],
  ...['PRIVATE_ADDRESS', 'TURN_HOST_NAME', 'TURN_TLS_PORT', 'LIVEKIT'],
];

/** What the file shows, whether it is set there or only told. */
function linesOfExample() {
  const lines = read('deploy/settings.env.example').matchAll(/^(#?)([A-Z][A-Z_]*)=(.*)$/gm);
  return [...lines].map(([, mark, name = '', value = '']) => ({ name, value, isSet: mark === '' }));
}

function complete(settings: Readonly<Record<string, string>>) {
  const run = spawnSync(withSettings, ['env'], {
    encoding: 'utf8',
    env: environmentOf(settings),
  });
  const lines = run.stdout.split('\n').filter(Boolean);
  const environment = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  return { code: run.status, words: run.stderr, environment };
}

describe('settings.env.example', () => {
  const example = linesOfExample();

  it('has exactly three lines to fill in', () => {
    const empty = example.filter(({ isSet, value }) => isSet && value === '');
    expect(empty.map(({ name }) => name)).toEqual(Object.keys(filledIn));
  });

  it('names nothing that nobody reads', () => {
    expect(known.size).toBeGreaterThan(20);
    for (const { name } of example) {
      expect([...known, ...ofDeployment], name).toContain(name);
    }
    const shipped = ['with-settings.sh', 'certificate.sh', 'coturn/configure.sh', 'Caddyfile'];
    const text = shipped.map((path) => read(join('deploy', path))).join('\n');
    for (const name of ofDeployment) expect(text, name).toMatch(new RegExp(`\\$\\{?${name}\\b`));
  });

  it('holds no secret, and explains each line', () => {
    for (const { name, isSet } of example) {
      if (/SECRET|TOKEN|KEY|PASSWORD|DATABASE_URL/.test(name)) expect(isSet, name).toBe(false);
    }
    const lines = read('deploy/settings.env.example').split('\n');
    for (const { name } of example) {
      const at = lines.findIndex((line) => line.replace('#', '').startsWith(`${name}=`));
      const before = lines.slice(0, at).findLast((line) => !/^#?[A-Z_]+=/.test(line));
      expect(before, name).toMatch(/^# /);
    }
  });

  it('is completed to settings that the server takes', () => {
    const set = example
      .filter(({ isSet }) => isSet)
      .map(({ name, value }): [string, string] => [name, value]);
    const filled = {
      HOST_NAME: 'calls.example.com',
      CONTACT: 'operator@example.com',
      PUBLIC_ADDRESS: '203.0.113.5',
    };
    const { code, environment } = complete({ ...Object.fromEntries(set), ...filled });
    expect(code).toBe(0);
    const settings = readSettings({ ...environment, TURN_SECRET: 'a-secret-of-this-test' });
    expect(settings).toMatchObject({
      origin: 'https://calls.example.com',
      domain: 'calls.example.com',
      host: '127.0.0.1',
      trustedProxies: ['127.0.0.1'],
      stunUrls: ['stun:calls.example.com:3478'],
      push: { contact: 'mailto:operator@example.com' },
      turn: {
        urls: [
          'turn:calls.example.com:3478?transport=udp',
          'turn:calls.example.com:3478?transport=tcp',
          'turns:calls.example.com:443?transport=tcp',
        ],
      },
    });
    const own = { TURN_HOST_NAME: 'turn.example.com', TURN_TLS_PORT: '5349' };
    expect(complete({ ...filled, ...own }).environment['TURN_URLS']).toContain(
      'turns:turn.example.com:5349?transport=tcp',
    );
  });

  const keyOfDeployment = {
    LIVEKIT_API_KEY: 'a-key-of-this-test',
    LIVEKIT_API_SECRET: 'a-secret-of-this-test-of-32-characters',
  };

  it('switches LiveKit on by one line, reached by the one name, with direct media for two', () => {
    const { environment } = complete({ ...filledIn, ...keyOfDeployment, LIVEKIT: 'yes' });
    const settings = readSettings({ ...environment, TURN_SECRET: 'a-secret-of-this-test' });
    expect(settings).toMatchObject({
      meshSize: 2,
      livekit: {
        url: 'wss://localhost/livekit',
        apiUrl: 'http://127.0.0.1:7880',
        apiKey: keyOfDeployment.LIVEKIT_API_KEY,
        apiSecret: keyOfDeployment.LIVEKIT_API_SECRET,
      },
    });
  });

  it('leaves LiveKit off without it, whose key is there all the same, and lets a foreign one be', () => {
    const turn = { TURN_SECRET: 'a-secret-of-this-test' };
    for (const line of [{}, { LIVEKIT: 'no' }, { LIVEKIT: '' }]) {
      const { environment } = complete({ ...filledIn, ...keyOfDeployment, ...line });
      expect(readSettings({ ...environment, ...turn })).toMatchObject({
        meshSize: 4,
        livekit: null,
      });
    }
    const foreign = { LIVEKIT_URL: 'wss://livekit.example.com' };
    const { environment } = complete({ ...filledIn, ...keyOfDeployment, ...foreign });
    const { livekit } = readSettings({ ...environment, ...turn });
    expect(livekit?.apiUrl).toBe(foreign.LIVEKIT_URL);
  });

  it.each([
    ['its public address, where it has it', { PUBLIC_ADDRESS: '127.0.0.1' }, '127.0.0.1'],
    ['the address that is told', { PRIVATE_ADDRESS: '10.0.0.5' }, '10.0.0.5'],
  ])('lets the relay send from %s', (_name, settings, address) => {
    const { environment } = complete({ ...filledIn, ...settings });
    expect(environment['RELAY_ADDRESS']).toBe(address);
  });

  it.each([
    ['HOST_NAME', ''],
    ['HOST_NAME', 'https://calls.example.com/'],
    ['CONTACT', ''],
    ['CONTACT', 'nobody'],
    ['PUBLIC_ADDRESS', ''],
    ['PUBLIC_ADDRESS', 'calls.example.com'],
    ['PRIVATE_ADDRESS', 'eth0'],
    ['CERTIFICATES', 'by_hand'],
    ['CERTIFICATES', 'given'],
    ['LIVEKIT', 'true'],
  ])('is refused in words with %s=%s', (name, value) => {
    const { code, words } = complete({ ...filledIn, [name]: value });
    expect(code).toBe(78);
    expect(words).toMatch(new RegExp(`^settings.env: .*${name}`));
  });
});

const service = z.object({
  image: z.string(),
  build: z.object({ target: z.string(), dockerfile: z.literal('deploy/Containerfile') }),
  env_file: z.literal('settings.env'),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  restart: z.enum(['unless-stopped', 'no']),
  profiles: z.optional(z.array(z.string())),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()),
});

describe('compose.yaml', () => {
  const file = z
    .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
    .parse(parse(read('deploy/compose.yaml'), { merge: true }));
  const containerfile = read('deploy/Containerfile');

  it('runs Ringway, HAProxy, Caddy, coturn and, where it is wanted, LiveKit, without rights and on file systems to read only', () => {
    expect(Object.keys(file.services)).toEqual([
      'secrets',
      'ringway',
      'caddy',
      'haproxy',
      'coturn',
      'livekit',
    ]);
    const named = Object.entries(file.services).filter(([, { profiles }]) => profiles);
    expect(named.map(([name, { profiles }]) => [name, profiles])).toEqual([
      ['livekit', ['livekit']],
    ]);
    for (const { build, environment, volumes } of Object.values(file.services)) {
      expect(containerfile).toContain(` AS ${build.target}\n`);
      for (const name of Object.keys(environment)) expect([...known]).toContain(name);
      for (const volume of volumes) {
        expect(Object.keys(file.volumes)).toContain(volume.split(':')[0]);
        expect(containerfile).toContain(volume.split(':')[1]);
      }
    }
  });

  it('is built from nothing but what the build needs, and all of it', () => {
    const ignored = read('.dockerignore').trim().split('\n');
    for (const path of [...sources, 'scripts', 'docs', 'LICENSE']) {
      expect(ignored).not.toContain(path);
    }
    expect(ignored).toEqual(expect.arrayContaining(['.git', '.data', 'deploy/settings.env']));
    for (const [, path = ''] of containerfile.matchAll(/\/opt\/ringway\/(deploy\/[\w./-]+)/g)) {
      expect(existsSync(join(root, path)), path).toBe(true);
    }
  });
});

describe('The units', () => {
  it('name files that are there and variables that somebody reads', () => {
    const units = readdirSync(join(deploy, 'systemd'), { recursive: true, encoding: 'utf8' });
    for (const unit of units.filter((path) => /\.(service|timer|conf)$/.test(path))) {
      const text = read(join('deploy/systemd', unit));
      for (const [, path = ''] of text.matchAll(
        /\/opt\/ringway\/((?:deploy|scripts|docs)[\w./-]*)/g,
      )) {
        expect(existsSync(join(root, path)), `${unit}: ${path}`).toBe(true);
      }
      for (const [, line = ''] of text.matchAll(/^(?:Unset)?Environment=(.+)$/gm)) {
        for (const name of line.split(' ').map((word) => word.split('=')[0] ?? '')) {
          expect([...known, 'NODE_ENV', 'TLS'], `${unit}: ${name}`).toContain(name);
        }
      }
    }
  });
});
