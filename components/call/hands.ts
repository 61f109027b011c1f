import type { CallView, RemoteView } from '@/lib/web/call/view';

/** The others in a list: raised hands first, in the order in which they were raised; then by arrival. */
export function byHands(remotes: readonly RemoteView[]): readonly RemoteView[] {
  const raised = remotes.filter(({ handSince }) => handSince !== null);
  const rest = remotes.filter(({ handSince }) => handSince === null);
  return [
    ...raised.toSorted((one, other) => (one.handSince ?? 0) - (other.handSince ?? 0)),
    ...rest,
  ];
}

/** Whose hands there may be. */
interface Hands extends Pick<CallView, 'remotes'> {
  readonly meeting: Pick<CallView['meeting'], 'handSince'>;
}

/** The place in line of somebody's hand, from 1; null is me. Hands of one second stand as their list does. */
export function placeInLine({ remotes, meeting }: Hands, uuid: string | null): number {
  const mine = meeting.handSince === null ? [] : [{ uuid: null, since: meeting.handSince }];
  const hands = byHands(remotes).flatMap(({ uuid: theirs, handSince }) =>
    handSince === null ? [] : [{ uuid: theirs, since: handSince }],
  );
  const line = [...mine, ...hands].toSorted((one, other) => one.since - other.since);
  return line.findIndex((hand) => hand.uuid === uuid) + 1;
}
