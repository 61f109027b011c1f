'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions } from '@/components/ui/dialog';
import { Field, TextInput } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { notify } from '@/components/ui/notices';
import { useJoinPairing } from '@/lib/web/hooks/pairing';
import { joinProblem, type JoinProblem } from './join-problem';
import { groupCode, readCode } from './pairing-code';
import styles from './pairing.module.css';

/** Takes the code that another part of this device shows; a link fills it in, and a tap joins. */
export function JoinCode({
  linked = null,
  onClose,
}: {
  /** The code of the link by which the page was opened. */
  readonly linked?: string | null;
  readonly onClose: () => void;
}) {
  const t = useTranslations('settings.pairing.join');
  const tCommon = useTranslations('common');
  const join = useJoinPairing();
  const [typed, setTyped] = useState(() => groupCode(readCode(linked ?? '')).join(' '));
  const [wrong, setWrong] = useState(0);
  const [problem, setProblem] = useState<JoinProblem | null>(null);
  const submit = () => {
    const code = readCode(typed);
    if (code === '') {
      setProblem({ kind: 'missing' });
      return;
    }
    join.mutate(code, {
      onError: (error) => {
        const found = joinProblem(error, wrong);
        if (found.kind === 'wrong') setWrong(wrong + 1);
        setProblem(found);
      },
      onSuccess: () => {
        notify({ tone: 'good', text: t('done') });
        onClose();
      },
    });
  };
  return (
    <Dialog open onClose={onClose} title={t('title')} description={linked ? undefined : t('text')}>
      {linked && <Banner tone="warning">{t('linkedText')}</Banner>}
      <Form onSubmit={submit}>
        <Field label={t('label')} error={problem ? <Problem problem={problem} /> : undefined}>
          {(control) => (
            <TextInput
              {...control}
              className={styles.codeField}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setProblem(null);
              }}
              onPaste={(event) => {
                const code = readCode(event.clipboardData.getData('text'));
                if (code === '') return;
                event.preventDefault();
                setTyped(groupCode(code).join(' '));
                setProblem(null);
              }}
              inputMode="numeric"
              autoComplete="one-time-code"
              autoCapitalize="none"
              spellCheck={false}
              enterKeyHint="go"
              maxLength={40}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" kind="primary" busy={join.isPending}>
            {t('submit')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

function Problem({ problem }: { readonly problem: JoinProblem }) {
  const t = useTranslations('settings.pairing.join.problem');
  switch (problem.kind) {
    case 'wrong':
      return <span role="alert">{t('wrong', { left: problem.left })}</span>;
    case 'other':
      return <span role="alert">{t('other', { text: problem.text })}</span>;
    default:
      return <span role="alert">{t(problem.kind)}</span>;
  }
}
