'use client';

import { Mic, Phone, Video } from 'lucide-react';
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

/** Joins a meeting, with or without video, from a row. */
export function JoinButtons({
  address,
  name,
}: {
  readonly address: string;
  readonly name: string;
}) {
  const t = useTranslations('home.meetings');
  const place = usePlaceCall();
  const intent = { channel: address, displayName: name };
  return (
    <>
      <IconButton
        kind="accent"
        label={t('joinNamedAudio', { name })}
        onClick={() => place({ ...intent, callType: 'audio' })}
      >
        <Mic aria-hidden="true" size={20} />
      </IconButton>
      <IconButton
        kind="accent"
        label={t('joinNamed', { name })}
        onClick={() => place({ ...intent, callType: 'video' })}
      >
        <Video aria-hidden="true" size={21} />
      </IconButton>
    </>
  );
}
