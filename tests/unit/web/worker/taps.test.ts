import { describe, expect, test } from 'vitest';
import type { NotificationData } from '@/lib/web/worker/notification-data';
import { followTap, type OpenPage, type TapParts } from '@/lib/web/worker/taps';

const navigate = 'https://calls.example.com/call#invitation=i-1&ticket=t-1&action=answer';
const ring: NotificationData = {
  kind: 'incoming',
  invitation: 'i-1',
  navigate,
  decline: { address: 'bob@example.com', token: 't-1' },
};

/** A tap where these pages are open; tells what came of it. */
async function tap(
  action: string,
  {
    pages = [],
    data = ring,
    heard = true,
  }: Partial<{
    pages: readonly Partial<{ focused: boolean; visible: boolean; answers: boolean | null }>[];
    data: NotificationData;
    heard: boolean;
  }> = {},
): Promise<readonly string[]> {
  const log: string[] = [];
  const note = (line: string): Promise<void> => {
    log.push(line);
    return Promise.resolve();
  };
  const open = pages.map(
    ({ focused = false, visible = false, answers = true }, index): OpenPage => ({
      focused,
      visible,
      focus: () => note(`focus ${index}`),
      navigate: (url) => note(`navigate ${index} ${url}`),
      show: async ({ invitation }) => {
        await note(`show ${index} ${invitation ?? ''}`);
        return answers;
      },
    }),
  );
  const parts: TapParts = {
    pages: () => Promise.resolve(open),
    openWindow: (url) => note(`open ${url}`),
    decline: async (address, token) => {
      await note(`decline ${address} ${token}`);
      return heard;
    },
    show: ({ options }) => note(`notify ${options.body ?? ''}`),
    language: () => Promise.resolve('en'),
  };
  await followTap({ action, title: 'Bob', data }, parts);
  return log;
}

describe('a tap on a ring', () => {
  test('opens the call page where none of ours is open', async () => {
    expect(await tap('')).toEqual([`open ${navigate}`]);
    expect(await tap('answer')).toEqual([`open ${navigate}`]);
  });

  test('shows the ring in the page where the person is', async () => {
    const pages = [{}, { visible: true }, { visible: true, focused: true }];
    expect(await tap('', { pages })).toEqual(['focus 2', 'show 2 i-1']);
    expect(await tap('', { pages: pages.slice(0, 2) })).toEqual(['focus 1', 'show 1 i-1']);
  });

  test('leads a page that does not listen to the call', async () => {
    expect(await tap('', { pages: [{ answers: null }] })).toEqual([
      'focus 0',
      'show 0 i-1',
      `navigate 0 ${navigate}`,
    ]);
  });
});

describe('declining from the notification', () => {
  test('opens nothing', async () => {
    expect(await tap('decline', { pages: [{}] })).toEqual(['decline bob@example.com t-1']);
  });

  test('says so where nobody heard', async () => {
    const [, notice] = await tap('decline', { heard: false });
    expect(notice).toMatch(/^notify Not declined/);
  });
});

test('a tap on what a hidden page showed brings that page to the front', async () => {
  const data: NotificationData = { kind: 'page', invitation: 'i-1', navigate: null, decline: null };
  expect(await tap('', { data, pages: [{ answers: null }] })).toEqual(['focus 0', 'show 0 i-1']);
  expect(await tap('', { data })).toEqual(['open /']);
});
