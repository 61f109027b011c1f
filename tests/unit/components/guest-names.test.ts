import { createTranslator } from 'use-intl';
import { expect, it } from 'vitest';

import { guestWords } from '@/components/call/guest-names';
import { english } from '@/components/i18n/messages/en';
import { chinese } from '@/components/i18n/messages/zh';

const namespace = 'call.meeting.guestName' as const;
const en = createTranslator({ locale: 'en', messages: english, namespace });
const zh = createTranslator({ locale: 'zh', messages: chinese, namespace });

it.each([
  ['Guest "小明"', 'Guest "小明"', '访客“小明”'],
  ['Guest', 'Guest', '访客'],
  ['Alice', 'Alice', 'Alice'],
  ['My Guest "Bob"', 'My Guest "Bob"', 'My Guest "Bob"'],
])('%j is called %j and %j', (name, english, chinese) => {
  expect(guestWords(name, en)).toBe(english);
  expect(guestWords(name, zh)).toBe(chinese);
});
