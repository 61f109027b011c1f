'use client';

import { Play } from 'lucide-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';

import { Group, Row } from '@/components/ui/group';
import { IconButton } from '@/components/ui/icon-button';
import { Switch } from '@/components/ui/switch';
import { usePreferences, useSounds } from '@/lib/web/hooks/page';
import { ringtones } from '@/lib/web/preferences';
import styles from './settings.module.css';

/** The ringtone of this browser, to be heard before it is chosen, and the single keys of a call. */
export function SoundSettings() {
  const t = useTranslations('settings.sound');
  const [{ ringtone, keys }, change] = usePreferences();
  const sounds = useSounds();
  const name = useId();
  const keysId = useId();
  return (
    <>
      <Group title={t('ringtone')} hint={t('ringtoneDetail')}>
        <div role="radiogroup" aria-label={t('ringtone')}>
          {ringtones.map((tone) => (
            <div key={tone} className={styles.tone}>
              <label className={styles.toneLabel}>
                <input
                  type="radio"
                  name={name}
                  className={styles.radio}
                  checked={tone === ringtone}
                  onChange={() => {
                    change({ ringtone: tone });
                    sounds.preview(tone);
                  }}
                />
                {t(`tones.${tone}`)}
              </label>
              <IconButton
                label={t('preview', { name: t(`tones.${tone}`) })}
                onClick={() => sounds.preview(tone)}
              >
                <Play aria-hidden="true" size={18} />
              </IconButton>
            </div>
          ))}
        </div>
      </Group>
      <Group>
        <Row label={t('keys')} detail={t('keysDetail')} htmlFor={keysId}>
          <Switch
            id={keysId}
            checked={keys}
            onChange={(event) => change({ keys: event.target.checked })}
          />
        </Row>
      </Group>
    </>
  );
}
