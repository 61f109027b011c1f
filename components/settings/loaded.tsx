'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { useProblemText } from '@/components/ui/problem-words';
import { Row } from '@/components/ui/group';
import { Skeleton } from '@/components/ui/skeleton';

/** A part of a page that is loaded by itself: its rows, their places, or why they are not here. */
export function Loaded<Value>({
  query,
  rows,
  children,
}: {
  readonly query: UseQueryResult<Value>;
  /** How many rows it will have, about. */
  readonly rows: number;
  readonly children: (value: Value) => ReactNode;
}) {
  const t = useTranslations('settings');
  const tCommon = useTranslations('common');
  const words = useProblemText();
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return (
      <Banner
        tone="bad"
        title={t('failedTitle')}
        action={<Button onClick={() => void query.refetch()}>{tCommon('retry')}</Button>}
      >
        {words(query.error)}
      </Banner>
    );
  }
  return Array.from({ length: rows }, (_, row) => (
    <Row key={row} label={<Skeleton shape="short" />} />
  ));
}
