import { expect, it } from 'vitest';

import { holdsTicket } from '@/components/ui/qr-code';

it.each([
  ['https://ring.example/call#invitation=i&ticket=t&action=answer', true],
  ['https://ring.example/call#ticket=t', true],
  ['https://ring.example/call#to=weekly%40example.com', false],
  ['https://ring.example/invitation#secret=s', false],
])('a link that lets its holder into a running call is told from others: %s', (link, holds) => {
  expect(holdsTicket(link)).toBe(holds);
});
