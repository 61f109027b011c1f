'use client';

import { ArrowLeft } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { DeviceRingsButton } from '@/components/shell/device-rings';
import { useMe } from '@/components/shell/me';
import { Avatar } from '@/components/ui/avatar';
import { CopyButton } from '@/components/ui/copy-button';
import { Group, Row } from '@/components/ui/group';
import styles from './detail.module.css';

/** Beside the lists while nobody is picked: how others reach me, and whether this device rings. */
export function StartPanel() {
  const t = useTranslations('home');
  const me = useMe();
  return (
    <section className={styles.detail}>
      <header className={styles.head}>
        <Avatar address={me.address} name={me.display_name} size="large" />
        <h2 className={styles.name}>{me.display_name}</h2>
        <p className={styles.under}>{me.organisation.name}</p>
      </header>
      <Group title={t('start.title')} hint={t('start.lead')}>
        <Row label={t('person.address')} detail={<span className={styles.mono}>{me.address}</span>}>
          <CopyButton text={me.address} label={t('person.copyAddress')} />
        </Row>
        <Row label={t('person.shortNumber')} detail={me.sipkey}>
          <CopyButton text={me.sipkey} label={t('start.copyNumber')} />
        </Row>
      </Group>
      <DeviceRingsButton place="page" />
      <p className={styles.tip}>
        <ArrowLeft aria-hidden="true" size={16} />
        {t('start.pick')}
      </p>
    </section>
  );
}
