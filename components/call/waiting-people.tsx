'use client';

import { Check, X } from 'lucide-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';

import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import type { CallView } from '@/lib/web/call/view';
import { useActAsHost } from './host-intents';
import styles from './people-panel.module.css';
import { PersonRow } from './person-row';
import { nameOf } from './scene';

/** Who stands before the door, for a host to let in or not. */
export function WaitingPeople({ call }: { readonly call: CallView }) {
  const t = useTranslations('call.meeting');
  const title = useId();
  const act = useActAsHost(call);
  const { waiting } = call.meeting;
  const admitAll = async () => {
    // One after the other, in their order: the room may be full before the last.
    for (const { uuid } of waiting) await act({ do: 'admit', participant: uuid });
  };
  return (
    <section aria-labelledby={title} className={styles.waiting}>
      <div className={styles.heading}>
        <h3 id={title}>{t('waitTitle')}</h3>
        {waiting.length > 1 && (
          <Button kind="quiet" onClick={() => void admitAll()}>
            {t('admitAll')}
          </Button>
        )}
      </div>
      <ul className={styles.list}>
        {waiting.map((one) => {
          const name = nameOf(one);
          return (
            <PersonRow key={one.uuid} name={name} address={one.address} state={null}>
              <IconButton
                label={t('declineName', { name })}
                onClick={() => void act({ do: 'remove', participant: one.uuid })}
              >
                <X aria-hidden="true" size={20} />
              </IconButton>
              <IconButton
                kind="answer"
                label={t('admitName', { name })}
                className={styles.admit}
                onClick={() => void act({ do: 'admit', participant: one.uuid })}
              >
                <Check aria-hidden="true" size={20} />
              </IconButton>
            </PersonRow>
          );
        })}
      </ul>
    </section>
  );
}
