'use client';

import clsx from 'clsx';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { Badge } from '@/components/ui/badge';
import { Banner } from '@/components/ui/banner';
import { ListSkeleton } from '@/components/ui/list-skeleton';
import { ProblemState } from '@/components/ui/problem-state';
import type { Health } from '@/lib/platform/admin';
import { providerVerdicts } from '@/lib/platform/pushes';
import { useHealth } from '@/lib/web/hooks/admin';
import styles from './admin.module.css';
import { Measured } from './measured';

type Line = Health['lines'][number];

const icons = { good: CircleCheck, warning: TriangleAlert, bad: CircleAlert };
const order = { bad: 0, warning: 1, good: 2 };

/** How the server is, the worst first, and in words what to do about each line that is not good. */
export function HealthLines() {
  const t = useTranslations('admin.health');
  const health = useHealth();
  if (health.isPending) return <ListSkeleton rows={5} />;
  if (health.isError && !health.data) {
    return (
      <ProblemState
        title={t('failedTitle')}
        error={health.error}
        onRetry={() => void health.refetch()}
      />
    );
  }
  const lines = health.data.lines.toSorted((one, other) => order[one.state] - order[other.state]);
  return (
    <div className={styles.list}>
      <Summary lines={lines} />
      <ul className={styles.list}>
        {lines.map((line) => (
          <HealthLine key={line.id} line={line} />
        ))}
      </ul>
    </div>
  );
}

function Summary({ lines }: { readonly lines: readonly Line[] }) {
  const t = useTranslations('admin.health');
  const bad = lines.filter((line) => line.state === 'bad').length;
  const warnings = lines.filter((line) => line.state === 'warning').length;
  if (bad > 0) return <Banner tone="bad" title={t('someBad', { count: bad })} />;
  if (warnings > 0) return <Banner tone="warning" title={t('someWarnings', { count: warnings })} />;
  return (
    <Banner tone="good" title={t('allGood')}>
      {t('allGoodText')}
    </Banner>
  );
}

function HealthLine({ line: { id, state, detail, fact, finding } }: { readonly line: Line }) {
  const t = useTranslations('admin.health');
  const Icon = icons[state];
  return (
    <li className={styles.line}>
      <Icon aria-hidden="true" className={clsx(styles[state])} size={20} />
      <h2 className={styles.lineTitle}>
        {isPushLine(id) ? t(`push.${id}`) : t(`line.${id}.title`)}
      </h2>
      <Badge tone={state}>{t(state)}</Badge>
      {isPushLine(id) ? (
        <PushWords id={id} state={state} detail={detail} />
      ) : (
        <>
          <p className={styles.lineDetail}>{fact ? <Measured fact={fact} /> : detail}</p>
          {finding && <p className={styles.lineDo}>{t(`finding.${finding}`)}</p>}
          {!finding && state !== 'good' && <p className={styles.lineDo}>{t(`line.${id}.do`)}</p>}
        </>
      )}
    </li>
  );
}

/** The lines of push services carry a verdict, which has words of its own. */
function PushWords({
  id,
  state,
  detail,
}: Pick<Line, 'state' | 'detail'> & { readonly id: PushLine }) {
  const t = useTranslations('admin.pushes');
  const verdict = providerVerdicts.find((each) => each === detail);
  if (!verdict) return <p className={styles.lineDetail}>{detail}</p>;
  return (
    <>
      <p className={styles.lineDetail}>{t(`verdict.${verdict}`)}</p>
      {state !== 'good' && (
        <p className={styles.lineDo}>{t(`remedy.${id === 'web_push' ? 'web' : id}.${verdict}`)}</p>
      )}
    </>
  );
}

type PushLine = Extract<Line['id'], 'apns' | 'jpush' | 'web_push'>;

function isPushLine(id: Line['id']): id is PushLine {
  return id === 'apns' || id === 'jpush' || id === 'web_push';
}
