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

/** The place in line of a hand that was raised at `since` (Unix s), from 1. */
export function placeInLine({ remotes, meeting }: CallView, since: number): number {
  const hands = [meeting.handSince, ...remotes.map(({ handSince }) => handSince)];
  return hands.filter((hand) => hand !== null && hand < since).length + 1;
}
