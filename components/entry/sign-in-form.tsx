'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useActionState, useEffect, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Field, TextInput } from '@/components/ui/field';
import { PasswordInput } from '@/components/ui/password-input';
import { useFragment } from '@/components/navigation/fragment';
import type { MySession } from '@/lib/platform/own';
import type { SignInProblem } from '@/lib/web/session';
import { enterHome } from './enter-home';
import { EntryPage, entryStyles } from './entry-page';
import { OfflineBanner } from './offline-banner';
import { prepareSession, signIn } from './session-verbs';
import { SignInProblemBanner } from './sign-in-problem';

/** `/sign-in#ended`: the session that was here is over. */
const endedFragment = 'ended';

/** What came of the last try. `at`: ms since 1970. */
type Attempt =
  | { readonly outcome: 'none' }
  | { readonly outcome: 'incomplete'; readonly missing: 'account' | 'password' }
  | { readonly outcome: 'entered'; readonly me: MySession }
  | { readonly outcome: 'failed'; readonly problem: SignInProblem; readonly at: number };

/** Sign-in by account and password. The password lives in its field alone. */
export function SignInForm() {
  const t = useTranslations('entry');
  const router = useRouter();
  const language = useLocale();
  const ended = useFragment() === endedFragment;
  const [account, setAccount] = useState('');
  const passwordField = useRef<HTMLInputElement>(null);
  const accountField = useRef<HTMLInputElement>(null);
  const [attempt, submit, pending] = useActionState(tryToSignIn, { outcome: 'none' });

  useEffect(() => {
    if (attempt.outcome === 'entered') enterHome(attempt.me, language, router);
  }, [attempt, language, router]);

  useEffect(() => {
    if (attempt.outcome === 'incomplete') {
      (attempt.missing === 'account' ? accountField : passwordField).current?.focus();
    } else if (attempt.outcome === 'failed' && attempt.problem.kind === 'wrong') {
      passwordField.current?.select();
      passwordField.current?.focus();
    }
  }, [attempt]);

  const missing = attempt.outcome === 'incomplete' ? attempt.missing : null;
  return (
    <EntryPage title={t('signIn.title')} lead={t('signIn.lead')}>
      <OfflineBanner />
      {attempt.outcome === 'failed' ? (
        <SignInProblemBanner problem={attempt.problem} since={attempt.at} />
      ) : (
        ended && (
          <Banner tone="warning" title={t('problem.endedTitle')}>
            {t('problem.endedText')}
          </Banner>
        )
      )}
      <form
        className={entryStyles.form}
        // Sent before the page lives, a form by GET would put the password into the address.
        method="post"
        noValidate
        onFocus={prepareSession}
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          startTransition(() => submit(form));
        }}
      >
        <Field
          label={t('signIn.account')}
          error={missing === 'account' ? t('signIn.accountMissing') : undefined}
        >
          {(control) => (
            <TextInput
              {...control}
              ref={accountField}
              name="account"
              value={account}
              onChange={(event) => setAccount(event.target.value)}
              autoComplete="username"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              inputMode="email"
              enterKeyHint="next"
              maxLength={320}
            />
          )}
        </Field>
        <Field
          label={t('signIn.password')}
          error={missing === 'password' ? t('signIn.passwordMissing') : undefined}
        >
          {(control) => (
            <PasswordInput
              {...control}
              ref={passwordField}
              name="password"
              autoComplete="current-password"
              enterKeyHint="go"
              maxLength={1024}
            />
          )}
        </Field>
        <div className={entryStyles.submit}>
          <Button
            type="submit"
            kind="primary"
            width="wide"
            busy={pending || attempt.outcome === 'entered'}
          >
            {t('signIn.submit')}
          </Button>
        </div>
      </form>
      <p className={entryStyles.aside}>{t('signIn.forgotten')}</p>
    </EntryPage>
  );
}

async function tryToSignIn(_before: Attempt, form: FormData): Promise<Attempt> {
  const account = textOf(form, 'account').trim();
  const password = textOf(form, 'password');
  if (account === '') return { outcome: 'incomplete', missing: 'account' };
  if (password === '') return { outcome: 'incomplete', missing: 'password' };
  const signedIn = await signIn({ account, password });
  if (signedIn.ok) return { outcome: 'entered', me: signedIn.me };
  return { outcome: 'failed', problem: signedIn.problem, at: Date.now() };
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
