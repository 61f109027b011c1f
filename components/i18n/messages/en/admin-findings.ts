/** What is wrong with the way to the server, its relays and backups, and what to do. */
export const adminFindings = {
  no_tls:
    'Browsers give camera and microphone to https addresses alone. Put a proxy with TLS in front and set ORIGIN to the https address.',
  certificate_ended:
    'Browsers refuse the server. Renew the certificate; the log of what renews it, such as Caddy, says why that failed.',
  certificate_ends_soon:
    'It is not being renewed by itself. Look at the log of what renews it, such as Caddy or certbot. If that has a newer one, the proxy has to load it.',
  certificate_not_yet:
    'The certificate is of the future. Look at the clock of this machine, then at the certificate.',
  certificate_other_host:
    'The certificate is of another host. Give the proxy one for the host of ORIGIN.',
  certificate_untrusted:
    'Phones do not trust the certificate. Give the proxy the whole chain, from an authority that browsers know.',
  unreachable:
    'The public address does not answer from this machine. Some routers do not lead back: run npm run doctor with --url elsewhere. If it fails there too, look at the proxy, DNS and the firewall.',
  other_host:
    'The server does not know itself by this name. Set ORIGIN to it, and let the proxy pass the Host header on as it is.',
  other_server:
    'Something else answers at the public address. Lead all of the host to this server, /api and /wapi too.',
  other_origin:
    'The server takes itself for another address, so sign-in fails. Set ORIGIN to the address that people open.',
  percent_refused:
    'The proxy refuses a doubled % in paths, as some outside clients write it, so they cannot register. HAProxy lets it through; ignore this if there are no such clients.',
  proxy_not_trusted:
    'A proxy stands in front whose word does not count, so all people share one limit. Add its address to TRUSTED_PROXIES.',
  forged_address:
    'Anyone can claim any address. Let the proxy set X-Forwarded-For itself, and name its address alone in TRUSTED_PROXIES.',
  no_websocket: 'The proxy does not pass WebSockets. Let it pass Upgrade and Connection on.',
  buffered:
    'The proxy holds events back, so calls ring late. Switch off buffering and compression for event streams.',
  turn_off:
    'People behind strict networks cannot hear each other. Run a relay and set TURN_URLS and TURN_SECRET.',
  turn_unreachable:
    'The relay does not answer. See that it runs and that firewalls let its ports through; for turns: its certificate must be good, and on port 443 the proxy must lead to it.',
  turn_credentials:
    'The relay does not take the credentials. TURN_SECRET must be its static-auth-secret, and both clocks must be right.',
  turn_refused: 'The relay refuses. Its log says why; a quota may be used up.',
  turn_private:
    'The relay hands out an address that nobody on the Internet reaches. Set PUBLIC_ADDRESS to the public address, or external-ip in its configuration, and start it anew.',
  livekit_unreachable:
    'LiveKit does not answer, so rooms stay as small as direct media carries; calls in progress of two go on. See that it runs, and that LIVEKIT_API_URL is right.',
  livekit_key:
    'LiveKit does not take the key. LIVEKIT_API_KEY and LIVEKIT_API_SECRET must stand in its configuration, and both clocks must be right.',
  livekit_door:
    'Browsers do not get into LiveKit at its public address. LIVEKIT_URL must lead to it, by a proxy that passes WebSockets.',
  livekit_news:
    'LiveKit does not tell this server who comes, so whoever was removed is found out half a minute later. Name this server, with /api/livekit/webhook, in its configuration.',
  backup_none: 'Make one every night with npm run backup, and keep it on another machine.',
  backup_old:
    'The nightly backup seems to have stopped. Make one with npm run backup, and see why.',
} as const;
