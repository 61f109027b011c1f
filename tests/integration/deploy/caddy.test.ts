import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFront, frontMissing } from '@/scripts/fronts.mjs';
import { anyFreePort } from '@/scripts/ports.mjs';
import {
  environmentOf,
  filledIn,
  root,
  startProgram,
  withSettings,
  type Program,
} from '../../support/deploy/program';

const caddyfile = join(root, 'deploy/Caddyfile');
const given = {
  CERTIFICATES: 'given',
  CERTIFICATE: '/etc/ringway/certificate.pem',
  CERTIFICATE_KEY: '/etc/ringway/certificate.key',
};

describe('The shipped Caddyfile', () => {
  let folder: string;
  let caddy: Program;
  let port: number;
  let program: string;

  beforeAll(async () => {
    const found = findFront('caddy');
    if (found === undefined) throw new Error(frontMissing.caddy);
    program = found;
    folder = await mkdtemp(join(tmpdir(), 'ringway-caddy-'));
    port = await anyFreePort('127.0.0.1');
    const command = [program, 'run', '--config', caddyfile, '--adapter', 'caddyfile'];
    const settings = { ...given, HOME: folder, HTTP_PORT: String(port) };
    caddy = await startProgram(command, settings, port);
  });

  afterAll(async () => {
    await caddy.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('leads from HTTP to HTTPS, to the one name, and logs no query string', async () => {
    for (const host of ['localhost', '127.0.0.1']) {
      const url = `http://${host}:${port}/sign-in?token=of-the-redirect`;
      const answer = await fetch(url, { redirect: 'manual', headers: { token: 'of-the-header' } });
      expect(answer.status).toBe(308);
      expect(answer.headers.get('location')).toBe(
        'https://localhost/sign-in?token=of-the-redirect',
      );
    }
    expect(caddy.written()).toContain('"uri":"/sign-in"');
    expect(caddy.written()).not.toMatch(/of-the-(redirect|header)/);
  });

  /** What it makes of the file. */
  const adapt = (settings: Readonly<Record<string, string>>): string =>
    execFileSync(
      withSettings,
      [program, 'adapt', '--validate', '--config', caddyfile, '--adapter', 'caddyfile'],
      {
        encoding: 'utf8',
        env: environmentOf({ ...filledIn, HOME: folder, ...settings }),
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );

  it('has certificates signed for the names that are there, and answers nobody but this machine by TLS', () => {
    const own = { TURN_HOST_NAME: 'turn.example.com' };
    for (const [settings, names] of [
      [{}, ['localhost']],
      [own, ['localhost', 'turn.example.com']],
      [given, []],
      [{ ...given, ...own }, []],
    ] as const) {
      const said = adapt(settings);
      expect(said).toContain('"admin":{"disabled":true}');
      const found = [...said.matchAll(/"host":\["([^"]+)"\]/g)].map(([, name]) => name);
      expect(found.sort()).toEqual(names);
      const listens = said.match(/"listen":\["[^\]]+\]/g) ?? [];
      const secure = names.length > 0 ? ['"listen":["127.0.0.1:8443"]'] : [];
      expect(listens).toEqual([...secure, '"listen":[":80"]']);
      expect(said.includes('"tls-alpn":{"disabled":true}')).toBe(names.length > 0);
    }
  });
});
