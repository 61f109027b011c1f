'use client';

import { useEffect } from 'react';
import { useTranslations } from 'use-intl';

import { usePageHidden } from '@/lib/web/hooks/visibility';
import { showSystemNotification, vibrateForRing } from '@/lib/web/notifications';
import type { RingingCall } from '@/lib/web/call/view';
import { nameOf } from './scene';
import { ringingKind } from './ringing-kind';

const ringingIcon = '/icon-ringing.svg';

/** What a ring does besides the screen and the sound: tab icon, vibration, a system notification. */
export function useRingSignals(ringing: RingingCall | undefined): void {
  const t = useTranslations('call.incoming');
  const hidden = usePageHidden();
  const rings = ringing !== undefined;
  const loud = ringing !== undefined && !ringing.silenced;
  useEffect(() => (rings ? showRingingIcon() : undefined), [rings]);
  useEffect(() => (loud ? vibrateForRing() : undefined), [loud]);

  const tag = ringing?.invitation;
  const title = ringing && nameOf(ringing.from);
  const body = ringing && t(`kind.${ringingKind(ringing)}`);
  useEffect(() => {
    if (!hidden || tag === undefined || title === undefined || body === undefined) return;
    return showSystemNotification({ tag, title, body });
  }, [hidden, tag, title, body]);
}

/** Changes the links that are there: they belong to whoever made them. */
function showRingingIcon(): () => void {
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')];
  const before = links.map(({ href, type }) => ({ href, type }));
  for (const link of links) point(link, { href: ringingIcon, type: 'image/svg+xml' });
  return () => {
    links.forEach((link, index) => {
      const icon = before[index];
      if (icon) point(link, icon);
    });
  };
}

function point(
  link: HTMLLinkElement,
  icon: { readonly href: string; readonly type: string },
): void {
  link.type = icon.type;
  link.href = icon.href;
}
