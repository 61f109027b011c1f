'use client';

import clsx from 'clsx';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';

import { notify } from '@/components/ui/notices';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { useCaptionLines, useCaptions, useCaptionsClient } from '@/lib/web/hooks/captions';
import type { CaptionsView } from '@/lib/web/captions/view';
import { languageName } from './caption-words';
import styles from './captions.module.css';

/** What the others say, to be read above the controls; read aloud is only what changes no more. */
export function Captions() {
  const t = useTranslations('call.captions');
  const client = useCaptionsClient();
  const captions = useCaptions();
  const lines = useCaptionLines();
  useEffect(() => client.takeUp(), [client]);
  useCaptionNotices(captions);
  const language = languageName(captions.language);
  return (
    <>
      <VisuallyHidden>
        <span role="log" aria-live="polite" aria-label={t('label')}>
          {lines
            .filter((line) => line.final)
            .map(({ id, name, text }) => (
              <span key={id}>{`${name}: ${text} `}</span>
            ))}
        </span>
      </VisuallyHidden>
      {captions.phase === 'downloading' && (
        <p role="status" className={styles.status}>
          {t('note.downloading', { language })}
        </p>
      )}
      {lines.length > 0 && (
        <div aria-hidden="true" lang={captions.language} data-captions className={styles.lines}>
          {lines.map(({ id, name, text, final }) => (
            <p key={id} className={clsx(styles.line, !final && styles.interim)}>
              <span className={styles.name}>{name}</span> {text}
            </p>
          ))}
        </div>
      )}
    </>
  );
}

/** Says once what came of a switch, and what went wrong. */
function useCaptionNotices({ phase, problem, language }: CaptionsView): void {
  const t = useTranslations('call.captions');
  const before = useRef({ phase, problem });
  useEffect(() => {
    const last = before.current;
    before.current = { phase, problem };
    if (phase === 'on' && last.phase !== 'on') notify({ tone: 'information', text: t('on') });
    if (problem !== null && problem !== last.problem) {
      const words = t(`problem.${problem.kind}`, { language: languageName(language) });
      notify({ tone: 'bad', text: words });
    }
  }, [phase, problem, language, t]);
}
