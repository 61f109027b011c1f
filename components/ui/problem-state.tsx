'use client';

import { CloudOff } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Button } from './button';
import { EmptyState } from './empty-state';
import { useProblemText } from './problem-words';

/** Something could not be loaded: why, and a button that tries again. */
export function ProblemState({
  title,
  error,
  onRetry,
}: {
  readonly title: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}) {
  const t = useTranslations('common');
  const words = useProblemText();
  return (
    <div role="alert">
      <EmptyState
        icon={<CloudOff size={28} />}
        title={title}
        actions={<Button onClick={onRetry}>{t('retry')}</Button>}
      >
        {words(error)}
      </EmptyState>
    </div>
  );
}
