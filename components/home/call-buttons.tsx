'use client';

import { Mic, Phone, Video, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { IconButton } from '@/components/ui/icon-button';
import { usePlaceCall } from './place-call';

interface Callee {
  readonly address: string;
  readonly name: string;
}

/** Calls someone, with or without video, from a row. */
export function CallButtons({ address, name }: Callee) {
  const t = useTranslations('home.call');
  const labels = { audio: t('audio', { name }), video: t('video', { name }) };
  return <RowButtons callee={{ address, name }} Voice={Phone} labels={labels} />;
}

/** Joins a meeting, with or without video, from a row. */
export function JoinButtons({ address, name }: Callee) {
  const t = useTranslations('home.meetings');
  const labels = { audio: t('joinNamedAudio', { name }), video: t('joinNamed', { name }) };
  return <RowButtons callee={{ address, name }} Voice={Mic} labels={labels} />;
}

function RowButtons({
  callee: { address, name },
  Voice,
  labels,
}: {
  readonly callee: Callee;
  readonly Voice: LucideIcon;
  readonly labels: Readonly<Record<'audio' | 'video', string>>;
}) {
  const place = usePlaceCall();
  const intent = { channel: address, displayName: name };
  return (
    <>
      <IconButton
        kind="accent"
        label={labels.audio}
        onClick={() => place({ ...intent, callType: 'audio' })}
      >
        <Voice aria-hidden="true" size={20} />
      </IconButton>
      <IconButton
        kind="accent"
        label={labels.video}
        onClick={() => place({ ...intent, callType: 'video' })}
      >
        <Video aria-hidden="true" size={21} />
      </IconButton>
    </>
  );
}
