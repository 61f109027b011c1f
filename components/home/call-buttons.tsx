'use client';

import { Phone, Video } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { IconButton } from '@/components/ui/icon-button';
import { usePlaceCall } from './place-call';

/** Calls someone, with or without video, from a row. */
export function CallButtons({
  address,
  name,
}: {
  readonly address: string;
  readonly name: string;
}) {
  const t = useTranslations('home.call');
  const place = usePlaceCall();
  const intent = { channel: address, displayName: name };
  return (
    <>
      <IconButton
        kind="accent"
        label={t('audio', { name })}
        onClick={() => place({ ...intent, callType: 'audio' })}
      >
        <Phone aria-hidden="true" size={20} />
      </IconButton>
      <IconButton
        kind="accent"
        label={t('video', { name })}
        onClick={() => place({ ...intent, callType: 'video' })}
      >
        <Video aria-hidden="true" size={21} />
      </IconButton>
    </>
  );
}
