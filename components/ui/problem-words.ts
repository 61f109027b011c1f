'use client';

import { useTranslations } from 'use-intl';

import { problemOf } from '@/lib/web/api';

/** What went wrong with a request and what to do next, for whatever was thrown. */
export function useProblemText(): (error: unknown) => string {
  const t = useTranslations('common.problem');
  return (error) => {
    const problem = problemOf(error);
    if (problem.kind === 'network') return t('network');
    switch (problem.reason) {
      case 'forbidden':
        return t('forbidden');
      case 'not_found':
        return t('notFound');
      case 'too_many':
        return t('tooMany');
      case 'unavailable':
        return t('unavailable');
      default:
        return t('other', { text: problem.text });
    }
  };
}
