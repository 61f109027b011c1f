import type { Finding } from '@/lib/platform/checks';

/** What each finding means, and what to do about it; the health screen has the same in its languages. */
export const remedies: Readonly<Record<Finding, string>> = {
  no_tls:
    'Browsers give camera and microphone to https addresses alone. Put a proxy with TLS in front and set ORIGIN to the https address.',
  certificate_ended:
    'Browsers refuse the server. Renew the certificate: with deploy/, journalctl -u caddy says why that failed; port 80 must be reached from the Internet.',
  certificate_ends_soon:
    'It is not being renewed by itself. Look at the log of whatever renews it (Caddy, certbot). If that has a newer one, the front has not taken it: with deploy/, systemctl start ringway-certificates.',
  certificate_not_yet:
    'The certificate is of the future: look at the clock of this machine, then at the certificate.',
  certificate_other_host:
    'The certificate is of another host. Give the proxy one for the host of ORIGIN.',
  certificate_untrusted:
    'Phones do not trust the certificate. Give the proxy the whole chain ("fullchain"), from an authority that browsers know.',
  unreachable:
    'Nothing answers there. See that the proxy and the server run, that DNS leads to this machine, and that its firewall lets the port through. From the machine itself some routers do not lead back: try --url from elsewhere.',
  other_host:
    'The server does not know itself by this name. Set ORIGIN (or ORIGIN_ALIASES) to it, and let the proxy pass the Host header on as it is.',
  other_server:
    'Something else answers there. Lead all of the host, /api and /wapi too, to this server.',
  other_origin:
    'The server takes itself for another origin, so sign-in fails. Set ORIGIN to the address that people open.',
  percent_refused:
    'Outside clients that double the % of an account in paths cannot register: proxies written in Go, such as Caddy, refuse them. Put HAProxy in front (deploy/), or ignore this if there are no such clients.',
  proxy_not_trusted:
    'A proxy stands in front whose word does not count, so all people share one limit. Add its address, named here, to TRUSTED_PROXIES.',
  forged_address:
    'Anyone can claim any address, and so pass every limit. Let the proxy set X-Forwarded-For itself, or name in TRUSTED_PROXIES its address alone.',
  no_websocket:
    'The proxy does not pass WebSockets. Let it pass Upgrade and Connection on to the server (HTTP/1.1).',
  buffered:
    'The proxy holds events back, so calls ring late. Switch off buffering, caching and compression for text/event-stream (nginx: proxy_buffering off).',
  turn_off:
    'People behind strict networks cannot hear each other. Run coturn and set TURN_URLS and TURN_SECRET: see docs/deploy.md.',
  turn_unasked:
    'The relays were not tried: set TURN_URLS and TURN_SECRET as on the server to try them from here.',
  turn_unreachable:
    'The relay does not answer. See that coturn runs and that firewalls let this port through, UDP and TCP. For turns: its certificate must be good; with deploy/, port 443 leads to it through HAProxy.',
  turn_credentials:
    'The relay does not take the credentials. TURN_SECRET must be its static-auth-secret, and both clocks must be right.',
  turn_refused: 'The relay refuses. Its log says why; a quota may be used up.',
  turn_private:
    'The relay hands out an address that nobody on the Internet reaches. Set PUBLIC_ADDRESS in settings.env to the public address, or external-ip in its configuration, and start coturn anew.',
  livekit_unreachable:
    'LiveKit does not answer, so rooms stay as small as direct media carries. See that it runs, and that LIVEKIT_API_URL is right; with deploy/, journalctl -u ringway-livekit says more.',
  livekit_key:
    'LiveKit does not take the key. LIVEKIT_API_KEY and LIVEKIT_API_SECRET must stand in its configuration (keys), and both clocks must be right.',
  livekit_door:
    'Browsers do not get into LiveKit there. LIVEKIT_URL must lead to it, by a proxy that passes WebSockets; with deploy/, HAProxy leads /livekit to it: start it anew after a change of settings.',
  livekit_news:
    'LiveKit does not tell this server who comes, so whoever was removed is found out half a minute later. Name <this server>/api/livekit/webhook in its configuration (webhook: urls, api_key).',
  clock_differs:
    'The clocks differ, so rings and credentials end at the wrong time. Switch on time synchronisation (NTP) on both machines.',
  disk_little: 'Make room on the disk of the data folder, or enlarge it.',
  disk_full:
    'Make room on the disk of the data folder now: a full disk stops new calls, sign-ins and registrations. Calls that go on are not cut.',
  database_missing:
    'There is no database. Start the server once, or see that DATA names its folder.',
  database_away: 'Start the database and see that DATABASE_URL is right; its log says more.',
  database_damaged:
    'Stop the server and restore the last backup: npm run restore -- <file>. It keeps the damaged files.',
  database_locked: 'Another program holds the database. Close it.',
  database_older: 'The next start of the server brings it up to date.',
  database_newer:
    'A newer Ringway has been at it. Start that one, or restore a backup from before the update.',
  database_unwritable:
    "The database cannot be written. Make room on its disk, and let the server's user own the data folder.",
  backup_none:
    'Make one every night: npm run backup -- <file>, and keep it on another machine. (Ignore this if something else backs the disk up.)',
  backup_old: 'See why the nightly backup stopped; npm run backup -- <file> makes one now.',
};
