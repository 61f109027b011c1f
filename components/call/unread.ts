'use client';

import { useState } from 'react';

import type { ChatMessage } from '@/lib/web/call/view';

/** How many messages of others came since the chat was last looked at. */
export function useUnread(messages: readonly ChatMessage[], looking: boolean): number {
  const [seen, setSeen] = useState(messages.length);
  if (looking && seen !== messages.length) setSeen(messages.length);
  return looking ? 0 : messages.slice(seen).filter((message) => !message.mine).length;
}
