'use client';

import { useEffect } from 'react';

import type { ChatMessage } from '@/lib/web/call/view';
import type { KeptCall } from './kept';

/** How many messages of others came since the chat was last looked at. */
export function useUnread(
  messages: readonly ChatMessage[],
  looking: boolean,
  { read, noteRead }: KeptCall,
): number {
  useEffect(() => {
    if (looking && read !== messages.length) noteRead(messages.length);
  });
  return looking ? 0 : messages.slice(read).filter((message) => !message.mine).length;
}
