/** What the checks of the health screen have measured. */
export const adminFacts = {
  answer: '{who} answered within {ms, number} ms',
  no_answer: '{who} does not answer',
  devices: '{count, plural, =0 {No device is connected} one {# device} other {# devices}}',
  apart: '{ms, number} ms apart',
  room: '{free} free of {size} ({share})',
  secret_file:
    '{open, select, true {Others on this machine can read {file} (mode {mode})} other {The server alone reads {file} (mode {mode})}}',
  no_certificate: 'None is needed while only this machine opens it',
  certificate: '{subject}: {days, plural, one {# day left} other {# days left}}, until {until}',
  certificate_over: '{subject}: ended on {until}',
  client:
    '{address}, {proxy, select, none {no proxy in between} trusted {by a trusted proxy} other {by a proxy that is not trusted}}',
  trusted_client: '{address}, one of the trusted proxies',
  forged: '{claimed} was believed instead of {address}',
  socket: 'Open after {ms, number} ms',
  silent_socket: 'It opens, and nothing comes',
  events:
    '{count, plural, one {# event} other {# events}}: the first after {first, number} ms, the last after {last, number} ms',
  no_events: 'No event came within {last, number} ms',
  relay: '{url}: a relay at {address} after {ms, number} ms',
  no_relays: 'No relay is set up',
  no_livekit: 'Not set up: direct media carries {people, plural, other {# people}}',
  livekit_door: '{url}: open after {ms, number} ms',
  livekit_news: 'Its webhook comes, after {ms, number} ms',
  no_livekit_news: 'Its webhook does not come',
  backup: '{at}, {file}',
  no_backup: 'None yet',
} as const;
