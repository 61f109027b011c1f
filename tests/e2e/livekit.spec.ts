import { once } from 'node:events';
import { mergeTests } from '@playwright/test';
import { AccessToken } from 'livekit-server-sdk';
import { WebSocket } from 'ws';
import { askLiveKit, joining, newsType, signatureOver } from '@/tests/support/livekit/news';
import type { LiveKitServer } from '@/tests/support/livekit/server';
import { expectEveryone } from './support/everyone';
import { expect } from './support/fixtures';
import { callByFirefox, firefoxTest } from './support/firefox';
import { liveKitTest } from './support/livekit';
import { arriving } from './support/media';
import { joinByLink, joinMeeting, makeMeeting, meetingOfThree } from './support/meetings';

const test = mergeTests(liveKitTest, firefoxTest);

test('four people in one meeting, one of them with Firefox, see and hear each other', async ({
  come,
  comeByFirefox,
}) => {
  test.setTimeout(240_000);
  const alice = await come('alice');
  const { address } = await makeMeeting(alice, { name: 'Standup' });
  const [carol, again] = [await come('carol'), await come('alice')];
  for (const person of [alice, carol, again]) await joinMeeting(person, address);
  const bob = await comeByFirefox('bob');
  await callByFirefox(bob, address);
  for (const { page } of [alice, carol, again]) await expectEveryone(page, 3);
  await expectEveryone(bob, 3);
});

test('LiveKit is killed in a meeting and comes back: everybody sees and hears everybody again', async ({
  come,
  liveKit,
}) => {
  test.setTimeout(240_000);
  const everyone = await meetingOfThree(come);
  const [alice] = everyone;
  await liveKit.kill();
  await expect(alice.page.getByText('Bob is reconnecting')).toBeVisible({ timeout: 30_000 });
  await liveKit.start();
  for (const { page } of everyone) await expectEveryone(page, 2);
});

test('somebody removed keeps coming back: the meeting goes on without them, under a new name of LiveKit’s', async ({
  come,
  liveKit,
  ringway,
}) => {
  test.setTimeout(240_000);
  const everyone = await meetingOfThree(come);
  const rooms = async () => (await askLiveKit(liveKit).listRooms()).map(({ name }) => name);
  const [before = ''] = await rooms();
  const webhook = `http://127.0.0.1:${ringway.port}/api/livekit/webhook`;
  for (let n = 1; n <= 3; n += 1) await comeUninvited(liveKit, before, webhook);
  await expect.poll(rooms).toEqual([before.replace(/-1$/, '-2')]);
  for (const { page } of everyone) await expectEveryone(page, 2);
});

test('a page that is reloaded in a meeting of LiveKit comes back to it', async ({ come }) => {
  test.setTimeout(150_000);
  const everyone = await meetingOfThree(come);
  const [alice] = everyone;
  await alice.page.reload();
  for (const { page } of everyone) await expectEveryone(page, 2);
});

test('an encrypted meeting through LiveKit: who has the key of its link sees everybody, who has another sees nobody', async ({
  come,
}) => {
  test.setTimeout(240_000);
  const alice = await come('alice');
  const { address } = await makeMeeting(alice, { name: 'Board', encrypted: true });
  const [bob, carol, other] = [await come('bob'), await come('carol'), await come('alice')];
  const [key, wrong] = ['k'.repeat(43), 'w'.repeat(43)];
  for (const person of [alice, bob, carol]) await joinByLink(person, address, key);
  for (const { page } of [alice, bob, carol]) await expectEveryone(page, 2);
  await joinByLink(other, address, wrong);
  await expect
    .poll(async () => (await arriving(other.page)).packets, 'what is encrypted comes')
    .toBeGreaterThan(200);
  expect((await arriving(other.page)).frames).toBe(0);
  for (const { page } of [alice, bob, carol]) await expectEveryone(page, 2);
});

/** Somebody who is no participant connects to a room, which LiveKit tells Ringway of, and is disconnected. */
async function comeUninvited(liveKit: LiveKitServer, room: string, webhook: string): Promise<void> {
  const token = new AccessToken(liveKit.apiKey, liveKit.apiSecret, { identity: 'uninvited' });
  token.addGrant({ roomJoin: true, room });
  const query = `access_token=${await token.toJwt()}&protocol=15`;
  const socket = new WebSocket(`${liveKit.url}/rtc?${query}`);
  await once(socket, 'message');
  const ended = once(socket, 'close');
  const body = joining(room);
  const authorization = await signatureOver(body, liveKit);
  const headers = { 'content-type': newsType, authorization };
  expect((await fetch(webhook, { method: 'POST', body, headers })).status).toBe(200);
  await ended;
}
