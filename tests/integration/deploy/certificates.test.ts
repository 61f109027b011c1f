import { afterAll, beforeAll, expect, it } from 'vitest';
import { serverAddress } from '@/scripts/server-root.mjs';
import { Debian } from '../../support/deploy/debian';
import { root } from '../../support/deploy/program';

/** How long signing twice may take, ms: after an attempt that failed Caddy waits for a minute. */
const limit = 420_000;

/** An authority that speaks ACME: Caddy's own, which asks back on port 80 as those on the Internet do. */
const authority = `{
	admin off
	skip_install_trust
	auto_https disable_redirects
	storage file_system /tmp/authority
}
https://authority.example.com:9443 {
	tls internal
	acme_server
}
`;

const names = ['calls.example.com', 'turn.example.com'] as const;

/** Which certificate each name shows on 443: what it is of, and its number. */
const show = `
import { once } from 'node:events';
import { connect } from 'node:tls';
for (const servername of ${JSON.stringify(names)}) {
  const socket = connect({ port: 443, host: '127.0.0.1', servername });
  await once(socket, 'secureConnect');
  const { subjectaltname, serialNumber } = socket.getPeerCertificate();
  console.log(subjectaltname, serialNumber);
  socket.destroy();
}
`;

let debian: Debian;
beforeAll(async () => {
  debian = await Debian.fresh({ '/project': root });
});
afterAll(() => debian.end());

it(
  'Caddy has certificates signed by ACME, HAProxy shows them, and takes renewed ones once a day without a restart',
  async () => {
    const settings = [
      ...['HOST_NAME=calls.example.com', 'CONTACT=operator@example.com'],
      ...[`PUBLIC_ADDRESS=${serverAddress}`, 'TURN_HOST_NAME=turn.example.com'],
      'ACME_DIRECTORY=https://authority.example.com:9443/acme/local/directory',
    ];
    await debian.script('mkdir -p /tmp/files');
    await debian.write('tmp/files/authority', authority);
    await debian.write('tmp/files/show.mjs', show);
    await debian.write('tmp/files/systemctl', '#!/bin/sh\necho "systemctl $*"\n');
    const until = (command: string) =>
      `i=0; until ${command}; do i=$((i + 1)); [ $i -lt 1800 ] || give_up; sleep 0.1; done`;
    const caddy =
      'HOME=/var/lib/caddy $with caddy run --config /project/deploy/Caddyfile --adapter caddyfile 2>>/tmp/caddy.log';
    const { code, said } = await debian.script(`
      give_up() { tail -n 15 /tmp/authority.log /tmp/caddy.log; exit 9; }
      chmod +x /tmp/files/systemctl
      export PATH=/tmp/files:$PATH
      echo '${serverAddress} calls.example.com turn.example.com authority.example.com' >>/etc/hosts
      HOME=/tmp/authority caddy run --config /tmp/files/authority --adapter caddyfile 2>/tmp/authority.log &
      ${until('[ -s /tmp/authority/pki/authorities/local/root.crt ]')}
      export ${settings.join(' ')} TLS=/run/ringway-haproxy
      export SSL_CERT_FILE=/tmp/authority/pki/authorities/local/root.crt
      export NODE_EXTRA_CA_CERTS=$SSL_CERT_FILE CADDY_STORAGE=/var/lib/caddy/.local/share/caddy
      mkdir -p $TLS /run/ringway-coturn
      with=/project/deploy/with-settings.sh
      $with /project/deploy/certificate.sh $TLS && exit 8
      ${caddy} & caddy=$!
      ${until('$with /project/deploy/certificate.sh $TLS 2>/dev/null')}
      $with haproxy -W -f /project/deploy/haproxy.cfg 2>/dev/null & haproxy=$!
      ${until('node /tmp/files/show.mjs >/tmp/first 2>/dev/null')}

      $with /project/deploy/certificate.sh /run/ringway-coturn
      echo "as they are: $($with /project/deploy/renew.sh)"
      kill $caddy
      wait $caddy || true
      rm -r $CADDY_STORAGE/certificates
      ${caddy} & caddy=$!
      ${until('[ "$(find $CADDY_STORAGE/certificates -name "*.key" 2>/dev/null | wc -l)" = 2 ]')}
      echo renewed: $($with /project/deploy/renew.sh)
      $with /project/deploy/certificate.sh $TLS
      kill -USR2 $haproxy
      ${until('node /tmp/files/show.mjs >/tmp/then && ! cmp -s /tmp/first /tmp/then')}
      cat /tmp/first /tmp/then
    `);
    expect(code, said).toBe(0);
    expect(said).toContain('There is no certificate of calls.example.com yet.');
    // Four certificates, each of its own name and with a number of its own.
    const shown = [...said.matchAll(/^DNS:(\S+) ([0-9A-F]+)$/gm)];
    expect(shown.map(([, name]) => name)).toEqual([...names, ...names]);
    expect(new Set(shown.map(([, , serial]) => serial)).size).toBe(4);
    expect(said).toMatch(/^as they are: $/m);
    expect(said).toContain(
      'renewed: systemctl try-reload-or-restart haproxy.service systemctl try-reload-or-restart coturn.service',
    );
  },
  limit,
);
