'use client';

import { ChevronRight, KeyRound, Link2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';

import { Group, RowWords, tapRow } from '@/components/ui/group';
import { dropLinkedCode, recallLinkedCode, useLinkedCode } from './pairing-link';
import { PairingOffer } from './pairing-offer-card';

const ShowCode = dynamic(() => import('./show-code').then((module) => module.ShowCode));
const JoinCode = dynamic(() => import('./join-code').then((module) => module.JoinCode));

/** Makes the parts of one phone one device: shows a code, takes one, or opens what a link brought. */
export function PairingEntry() {
  const t = useTranslations('settings.pairing');
  const [asked, setAsked] = useState<'nothing' | 'show' | 'join'>('nothing');
  const linked = useLinkedCode();
  useEffect(recallLinkedCode, []);
  const close = () => {
    setAsked('nothing');
    dropLinkedCode();
  };
  return (
    <>
      <PairingOffer />
      <Group title={t('title')}>
        <button type="button" className={tapRow} onClick={() => setAsked('show')}>
          <Link2 aria-hidden="true" size={20} />
          <RowWords label={t('pair')} detail={t('pairDetail')} />
          <ChevronRight aria-hidden="true" size={18} />
        </button>
        <button type="button" className={tapRow} onClick={() => setAsked('join')}>
          <KeyRound aria-hidden="true" size={20} />
          <RowWords label={t('enter')} detail={t('enterDetail')} />
          <ChevronRight aria-hidden="true" size={18} />
        </button>
      </Group>
      {asked === 'show' && <ShowCode onClose={close} />}
      {(asked === 'join' || linked !== null) && (
        <JoinCode key={linked} linked={linked} onClose={close} />
      )}
    </>
  );
}
