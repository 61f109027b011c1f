'use client';

import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { useElapsed } from '@/lib/web/hooks/calls';
import type { SignInProblem } from '@/lib/web/session';

/** Why a sign-in did not happen and what to do next. `since`: ms since 1970. */
export function SignInProblemBanner({
  problem,
  since,
}: {
  readonly problem: SignInProblem;
  readonly since: number;
}) {
  const t = useTranslations('entry.problem');
  switch (problem.kind) {
    case 'wrong':
      return (
        <Banner tone="bad" title={t('wrongTitle')}>
          {t('wrongText')}
        </Banner>
      );
    case 'slowed':
      return (
        <Banner tone="warning" title={t('slowedTitle')}>
          <p>{t('slowedText')}</p>
          {problem.retryAfter !== undefined && (
            <Countdown since={since} seconds={problem.retryAfter} />
          )}
        </Banner>
      );
    case 'busy':
      return (
        <Banner tone="warning" title={t('busyTitle')}>
          {t('busyText')}
        </Banner>
      );
    case 'network':
      return (
        <Banner tone="bad" title={t('networkTitle')}>
          {t('networkText')}
        </Banner>
      );
    case 'refused':
      return (
        <Banner tone="bad" title={t('refusedTitle')}>
          {problem.text}
        </Banner>
      );
  }
}

function Countdown({ since, seconds }: { readonly since: number; readonly seconds: number }) {
  const t = useTranslations('entry.problem');
  const left = Math.ceil(seconds - useElapsed(since));
  if (left <= 0) return <p>{t('slowedOver')}</p>;
  // Whole minutes while it is long, so that a screen reader is not told of every second.
  const minutes = left > 90 ? Math.ceil(left / 60) : 0;
  return (
    <p aria-live={minutes > 0 ? 'polite' : 'off'}>{t('slowedFor', { minutes, seconds: left })}</p>
  );
}
