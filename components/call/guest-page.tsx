'use client';

import Link from 'next/link';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';

import { EntryPage, entryStyles } from '@/components/entry/entry-page';
import { writePlace } from '@/components/navigation/place';
import { keepWanted } from '@/components/navigation/wanted';
import { Banner } from '@/components/ui/banner';
import { buttonClass } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { useAskedMeeting } from '@/lib/web/hooks/asked-meeting';
import { useMeetingKey } from '@/lib/web/hooks/meetings';
import { useCarriesCalls } from '@/lib/web/hooks/page';
import { getRuntime } from '@/lib/web/runtime';
import { CannotEncrypt } from './cannot-encrypt';
import { GuestForm } from './guest-form';
import { PinWait } from './pin-wait';

/** A meeting's link where nobody is signed in: join as a guest, or sign in. */
export function GuestPage({ address }: { readonly address: string }) {
  const t = useTranslations('call');
  const asked = useAskedMeeting(address);
  const carriesCalls = useCarriesCalls();
  const hasKey = useMeetingKey(address) !== undefined;
  const open = asked?.state === 'open' ? asked : null;
  const isClosed = asked?.state === 'closed';
  const isOpen = open !== null;
  const keyMissing = open?.encrypted === true && !hasKey;
  useEffect(() => {
    // What a call takes is there before the tap that begins it.
    if (isOpen) getRuntime().prepareCalls();
  }, [isOpen]);
  const title = isClosed
    ? t('guest.closedTitle')
    : open?.name
      ? t('guest.titleNamed', { name: open.name })
      : t('guest.title');
  return (
    <EntryPage title={title} lead={isClosed ? t('guest.closed') : t('guest.lead')}>
      {asked === null && (
        <p role="status" className={entryStyles.progress}>
          <span>
            <Spinner />
          </span>
          {t('guest.looking')}
        </p>
      )}
      {asked?.state === 'unreachable' && (
        <Banner tone="warning" title={t('join.unreachableTitle')}>
          {t('join.unreachableText')}
        </Banner>
      )}
      {asked?.state === 'wait' && <PinWait seconds={asked.seconds} />}
      {open && !carriesCalls && (
        <Banner tone="bad" title={t('join.cannotTitle')}>
          {t('problem.no_webrtc')}
        </Banner>
      )}
      {open && carriesCalls && !keyMissing && (
        <GuestForm address={address} wantsPin={open.wantsPin} />
      )}
      {open && carriesCalls && keyMissing && (
        <>
          <Banner tone="warning" title={t('guest.keyMissingTitle')}>
            {t('problem.no_key')}
          </Banner>
          <CannotEncrypt address={address} encrypted />
        </>
      )}
      <div className={entryStyles.submit}>
        {!isClosed && <p className={entryStyles.aside}>{t('guest.or')}</p>}
        <Link
          href="/sign-in"
          className={buttonClass(isClosed ? 'primary' : 'secondary', 'wide')}
          onClick={() => keepWanted(writePlace({ list: 'meetings', address }))}
        >
          {t('guest.signIn')}
        </Link>
      </div>
    </EntryPage>
  );
}
