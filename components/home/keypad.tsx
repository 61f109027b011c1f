'use client';

import { Delete, Phone, Video } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';

import { IconButton } from '@/components/ui/icon-button';
import { usePeople } from '@/lib/web/hooks/people';
import { personAt } from './direct-target';
import styles from './keypad.module.css';
import { usePlaceCall } from './place-call';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const longest = 20;

/** Dials a short number; says whose it is as soon as it is whole. */
export function Keypad() {
  const t = useTranslations('home.keypad');
  const tShell = useTranslations('shell');
  const field = useRef<HTMLInputElement>(null);
  const [number, setNumber] = useState('');
  const people = usePeople(number);
  const person = number === '' ? undefined : personAt(number, people.data ?? []);
  const place = usePlaceCall();
  const press = (digit: string) => setNumber((before) => (before + digit).slice(0, longest));
  const call = (callType: 'audio' | 'video') => {
    if (number === '') return;
    place({
      channel: number,
      callType,
      ...(person && { displayName: person.display_name }),
    });
  };
  return (
    <div className={styles.keypad}>
      <h1 className={styles.title}>{tShell('keypad')}</h1>
      <div className={styles.display}>
        <input
          ref={field}
          className={styles.number}
          aria-label={t('number')}
          placeholder={t('empty')}
          value={number}
          // The keys below are the keyboard of a phone; a desktop's own works as well.
          inputMode="none"
          autoComplete="off"
          onChange={(event) => setNumber(event.target.value.replace(/\D/g, '').slice(0, longest))}
          onKeyDown={(event) => {
            if (event.key === 'Enter') call('audio');
          }}
        />
        <p role="status" className={styles.person}>
          {person?.display_name}
        </p>
      </div>
      <div className={styles.keys}>
        {digits.map((digit) => (
          <Key key={digit} digit={digit} onPress={press} />
        ))}
        <IconButton
          size="call"
          kind="soft"
          label={t('callVideo')}
          className={styles.key}
          disabled={number === ''}
          onClick={() => call('video')}
        >
          <Video aria-hidden="true" size={26} />
        </IconButton>
        <Key digit="0" onPress={press} />
        <IconButton
          size="call"
          label={t('erase')}
          className={styles.key}
          disabled={number === ''}
          onClick={() => setNumber(number.slice(0, -1))}
        >
          <Delete aria-hidden="true" size={26} />
        </IconButton>
        <span />
        <IconButton
          size="call"
          kind="answer"
          label={t('callAudio')}
          className={styles.key}
          disabled={number === ''}
          onClick={() => call('audio')}
        >
          <Phone aria-hidden="true" size={28} />
        </IconButton>
      </div>
    </div>
  );
}

function Key({
  digit,
  onPress,
}: {
  readonly digit: string;
  readonly onPress: (digit: string) => void;
}) {
  return (
    <button type="button" className={styles.digit} onClick={() => onPress(digit)}>
      {digit}
    </button>
  );
}
