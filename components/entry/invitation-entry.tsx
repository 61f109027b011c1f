'use client';

import dynamic from 'next/dynamic';
import { startTransition, useActionState, useState } from 'react';
import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { PasswordInput } from '@/components/ui/password-input';
import type { ApiProblem } from '@/lib/web/api';
import type { MySession } from '@/lib/platform/own';
import { EntryPage, entryStyles } from './entry-page';
import { useLinkSecret } from './link-secret';
import { OfflineBanner } from './offline-banner';
import { prepareSession, redeemInvitation } from './session-verbs';
import { HomeLink, SignInLink } from './sign-in-link';

/** The shortest new password, in characters (NIST SP 800-63B asks for length, not for signs). */
const shortest = 10;

// What makes a device ring weighs more than a password field, and comes only after it.
const FirstDevice = dynamic(() => import('./first-device').then((module) => module.FirstDevice));

type Attempt =
  | { readonly outcome: 'none' }
  | { readonly outcome: 'short'; readonly missing: number }
  | { readonly outcome: 'failed'; readonly problem: ApiProblem }
  | { readonly outcome: 'entered'; readonly me: MySession };

/** Opened by an invitation link: a password, then the microphone, then a ring test. */
export function InvitationEntry() {
  const t = useTranslations('entry');
  const secret = useLinkSecret();
  const [attempt, setAttempt] = useState<Attempt>({ outcome: 'none' });
  if (attempt.outcome === 'entered') return <FirstDevice me={attempt.me} />;
  return (
    <EntryPage
      title={t('invitation.title')}
      lead={t('invitation.lead')}
      step={t('invitation.step', { step: 1, total: 3 })}
    >
      <OfflineBanner />
      {secret === null ? (
        <>
          <Banner tone="warning" title={t('link.missingTitle')}>
            {t('link.missingText')}
          </Banner>
          <HomeLink />
        </>
      ) : (
        <PasswordForm secret={secret} attempt={attempt} onAttempt={setAttempt} />
      )}
    </EntryPage>
  );
}

function PasswordForm({
  secret,
  attempt,
  onAttempt,
}: {
  readonly secret: string | undefined;
  readonly attempt: Attempt;
  readonly onAttempt: (attempt: Attempt) => void;
}) {
  const t = useTranslations('entry');
  const [, submit, pending] = useActionState(async (_before: null, password: string) => {
    if (secret !== undefined) onAttempt(await setPassword(secret, password));
    return null;
  }, null);
  return (
    <>
      {attempt.outcome === 'failed' && <LinkProblem problem={attempt.problem} />}
      <form
        className={entryStyles.form}
        method="post"
        noValidate
        onFocus={prepareSession}
        onSubmit={(event) => {
          event.preventDefault();
          const password = new FormData(event.currentTarget).get('password');
          if (typeof password === 'string') startTransition(() => submit(password));
        }}
      >
        <Field
          label={t('invitation.password')}
          hint={t('invitation.passwordHint')}
          error={
            attempt.outcome === 'short'
              ? t('invitation.passwordShort', { missing: attempt.missing })
              : undefined
          }
        >
          {(control) => (
            <PasswordInput
              {...control}
              name="password"
              autoComplete="new-password"
              enterKeyHint="go"
              minLength={shortest}
              maxLength={256}
            />
          )}
        </Field>
        <div className={entryStyles.submit}>
          <Button
            type="submit"
            kind="primary"
            width="wide"
            busy={pending}
            disabled={secret === undefined}
          >
            {t('invitation.submit')}
          </Button>
        </div>
      </form>
    </>
  );
}

async function setPassword(secret: string, password: string): Promise<Attempt> {
  if (password.length < shortest) {
    return { outcome: 'short', missing: shortest - password.length };
  }
  const entered = await redeemInvitation({ secret, password });
  if (entered.ok) return { outcome: 'entered', me: entered.me };
  return { outcome: 'failed', problem: entered.problem };
}

function LinkProblem({ problem }: { readonly problem: ApiProblem }) {
  const t = useTranslations('entry');
  const tCommon = useTranslations('common');
  if (problem.kind === 'network') {
    return (
      <Banner tone="bad" title={t('problem.networkTitle')}>
        {t('problem.networkText')}
      </Banner>
    );
  }
  if (problem.reason === 'too_many' || problem.reason === 'unavailable') {
    return <Banner tone="warning">{tCommon('problem.tooMany')}</Banner>;
  }
  return (
    <>
      <Banner tone="bad" title={t('link.usedTitle')}>
        {t('link.usedText')}
      </Banner>
      <SignInLink />
    </>
  );
}
