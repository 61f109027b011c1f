'use client';

import { ErrorPage } from '@/components/shell/error-page';

export default function LastResort() {
  return (
    <main>
      <ErrorPage />
    </main>
  );
}
