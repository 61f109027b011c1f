'use client';

import { ArrowLeft, CalendarPlus, MonitorCheck } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import type { List } from '@/components/navigation/place';
import { DeviceRingsButton } from '@/components/shell/device-rings';
import { PairingOffer } from '@/components/settings/pairing-offer-card';
import { useMe } from '@/components/shell/me';
import { Avatar } from '@/components/ui/avatar';
import { CopyButton } from '@/components/ui/copy-button';
import { Group, Row } from '@/components/ui/group';
import { DetailAction } from './detail-frame';
import styles from './detail.module.css';
import { NewMeetingDialog } from './new-meeting';

/** Beside the lists while nobody is picked: how others reach me, and whether this device rings. */
export function StartPanel({ list }: { readonly list: List }) {
  const t = useTranslations('home');
  const me = useMe();
  return (
    <section className={styles.detail}>
      <header className={styles.head}>
        <Avatar address={me.address} name={me.display_name} size="large" />
        <h2 className={styles.name}>{me.display_name}</h2>
        <p className={styles.under}>{me.organisation.name}</p>
      </header>
      <div className={styles.actions}>
        <NewMeeting />
        <Link href="/check" className={styles.action}>
          <MonitorCheck aria-hidden="true" size={22} />
          {t('start.check')}
        </Link>
      </div>
      <Group title={t('start.title')} hint={t('start.lead')}>
        <Row label={t('person.address')} detail={<span className={styles.mono}>{me.address}</span>}>
          <CopyButton text={me.address} label={t('person.copyAddress')} />
        </Row>
        <Row label={t('person.shortNumber')} detail={me.sipkey}>
          <CopyButton text={me.sipkey} label={t('start.copyNumber')} />
        </Row>
      </Group>
      <div className={styles.railOnly}>
        <DeviceRingsButton place="page" />
      </div>
      <PairingOffer />
      <p className={styles.tip}>
        <ArrowLeft aria-hidden="true" size={16} />
        {list === 'meetings' ? t('start.pickMeeting') : t('start.pick')}
      </p>
    </section>
  );
}

function NewMeeting() {
  const t = useTranslations('home.meetings');
  const [open, setOpen] = useState(false);
  return (
    <>
      <DetailAction
        icon={<CalendarPlus aria-hidden="true" size={22} />}
        label={t('create')}
        onClick={() => setOpen(true)}
      >
        {t('create')}
      </DetailAction>
      {open && <NewMeetingDialog onClose={() => setOpen(false)} />}
    </>
  );
}
