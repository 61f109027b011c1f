import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serverAddress } from '@/scripts/server-root.mjs';
import { Debian } from '../../support/deploy/debian';
import { root } from '../../support/deploy/program';
import { makeCertificate } from '../../support/push/certificates';

/** How long the relay and two rounds of packets may take beside other tests, ms. */
const limit = 90_000;

/** Two clients of coturn's own that send each other packets through it lost none, or got none through. */
const relayedAll = 'Total lost packets 0 (0.000000%)';
const refused = 'error 403 (Forbidden IP)';

describe('The relay as deploy/coturn configures it, on a machine', () => {
  let folder: string;
  let debian: Debian;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringway-relay-'));
    const { certificate, privateKey } = await makeCertificate();
    await writeFile(join(folder, 'tls.crt'), certificate);
    await writeFile(join(folder, 'tls.key'), privateKey);
  });
  afterEach(() => debian.end());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Starts it and runs commands of `turnutils_uclient`, each named; says what came of each. */
  async function ask(
    machine: { readonly address: string; readonly prepare?: string },
    asked: Readonly<Record<string, string>>,
  ): Promise<Record<string, string>> {
    debian = await Debian.fresh({ '/project': root, '/given': folder });
    const settings = [
      ...['HOST_NAME=localhost', 'CONTACT=operator@example.com'],
      ...[`PUBLIC_ADDRESS=${machine.address}`, 'CERTIFICATES=given'],
      ...['CERTIFICATE=/given/tls.crt', 'CERTIFICATE_KEY=/given/tls.key'],
    ];
    const client = 'turnutils_uclient -n 3 -m 1 -u 1 -W a-secret-of-this-test';
    const { code, said } = await debian.script(`
      ${machine.prepare ?? ''}
      mkdir -p /run/relay
      echo a-secret-of-this-test >/run/secret
      env ${settings.join(' ')} /project/deploy/with-settings.sh /project/deploy/coturn/configure.sh /run/relay /run/secret
      turnserver -c /run/relay/turnserver.conf --pidfile= --userdb=/run/turndb >/tmp/coturn.log 2>&1 & relay=$!
      i=0; until grep -q 'SQLite DB connection success' /tmp/coturn.log; do i=$((i + 1)); [ $i -lt 400 ] || exit 9; sleep 0.1; done
      ${Object.entries(asked)
        .map(([name, words]) => `echo "# ${name}"; ${client} ${words} 2>&1 | tail -n 8`)
        .join('\n')}
      kill $relay
    `);
    expect(code, said).toBe(0);
    const answers = said.split(/^# /m).slice(1);
    return Object.fromEntries(
      answers.map((text) => [text.slice(0, text.indexOf('\n')), text.slice(text.indexOf('\n'))]),
    );
  }

  it(
    'that has the public address itself: also for those who come over loopback, as through a front',
    async () => {
      const answers = await ask(
        { address: serverAddress },
        {
          'both by UDP': `-y ${serverAddress}`,
          'both by TCP over loopback': '-t -y 127.0.0.1',
          'to loopback': `-e 127.0.0.1 ${serverAddress}`,
        },
      );
      expect(answers['both by UDP']).toContain(relayedAll);
      expect(answers['both by TCP over loopback']).toContain(relayedAll);
      expect(answers['to loopback']).toContain(refused);
    },
    limit,
  );

  it(
    'to whose private address a cloud maps the public one: both reach each other, and nobody the network behind',
    async () => {
      const answers = await ask(
        {
          address: '198.51.100.7',
          prepare: 'ip address add 10.0.0.5/24 dev public; ip route add default via 10.0.0.1',
        },
        {
          'both by UDP': '-y 10.0.0.5',
          'both by TCP over loopback': '-t -y 127.0.0.1',
          'to a neighbour': '-e 10.0.0.6 10.0.0.5',
          'to the metadata of the cloud': '-e 169.254.169.254 10.0.0.5',
          'to loopback': '-e 127.0.0.1 10.0.0.5',
        },
      );
      expect(answers['both by UDP']).toContain(relayedAll);
      expect(answers['both by TCP over loopback']).toContain(relayedAll);
      expect(answers['to a neighbour']).toContain(refused);
      expect(answers['to the metadata of the cloud']).toContain(refused);
      expect(answers['to loopback']).toContain(refused);
    },
    limit,
  );
});
