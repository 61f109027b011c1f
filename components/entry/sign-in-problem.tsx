'use client';

import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
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
          {problem.retryAfter !== undefined && <Wait since={since} seconds={problem.retryAfter} />}
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

function Wait({ since, seconds }: { readonly since: number; readonly seconds: number }) {
  const t = useTranslations('entry.problem');
  if (seconds <= 60) return <p>{t('slowedSeconds', { seconds: Math.ceil(seconds) })}</p>;
  // The minute after, so that a try at the time shown is not too early.
  const until = new Date(since + seconds * 1000 + 59_999);
  return <p>{t('slowedUntil', { until })}</p>;
}
