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

function showRingingIcon(): () => void {
  const icons = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')];
  const before = icons.map((icon) => icon.getAttribute('href') ?? '');
  const own = icons.length === 0 ? addIcon() : null;
  for (const icon of icons) icon.setAttribute('href', ringingIcon);
  return () => {
    own?.remove();
    icons.forEach((icon, index) => icon.setAttribute('href', before[index] ?? ''));
  };
}

function addIcon(): HTMLLinkElement {
  const icon = document.createElement('link');
  icon.rel = 'icon';
  icon.href = ringingIcon;
  document.head.append(icon);
  return icon;
}
