// A local push service of Apple's in a process of its own; prints the port of its counts.
import { createServer } from 'node:http';
import { startApns } from '@/tests/support/push/apns/server';
import { serviceSettings, type ServiceFacts } from './service';

const settings = serviceSettings.parse(JSON.parse(process.env['APNS_SERVICE'] ?? ''));
const seen = new Set<string>();
let pushes = 0;
const apns = await startApns({
  keys: [settings.key],
  topics: [settings.topic],
  receive: ({ token, headers }) => {
    // A server tries its credentials with a token that no phone has: that is none of the pushes measured.
    if (/^0+$/.test(token)) return;
    pushes += 1;
    seen.add(String(headers['apns-id']));
  },
});
apns.behave({ kind: 'delay', ms: settings.delay });

const counts = createServer((_request, response) => {
  const { url, authority, violations, connections } = apns;
  const facts: ServiceFacts = {
    url,
    authority,
    pushes,
    distinct: seen.size,
    opened: connections.opened,
    violations: violations.length,
  };
  response.end(JSON.stringify(facts));
});
counts.listen(0, '127.0.0.1', () => {
  const address = counts.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`${JSON.stringify({ port })}\n`);
});
