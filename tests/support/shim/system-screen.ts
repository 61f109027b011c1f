import type { ShimEffect } from './wire';

/** A call as the phone's own screen shows it. */
export interface SystemCall {
  readonly call: string;
  readonly handle: string;
  readonly name: string;
  /** Null while it is shown. */
  end: { readonly reason: string; readonly listed: boolean } | null;
  answered: boolean;
}

/** What iOS shows of calls: CallKit's screen, its list and the badge. */
export class SystemScreen {
  /** All calls that were ever reported, oldest first. */
  readonly calls: SystemCall[] = [];
  readonly completedPushes: string[] = [];
  readonly donated: NonNullable<ShimEffect['donate']>['_0'][] = [];
  badge = 0;

  report(report: NonNullable<ShimEffect['reportIncoming']>['_0']): void {
    const { call, handle, name } = report;
    this.calls.push({ call, handle, name, end: null, answered: false });
  }

  end(call: string, reason: string, listed: boolean): void {
    const shown = this.calls.find((one) => one.call === call);
    if (shown?.end === null) shown.end = { reason, listed };
  }

  /** Calls that ring now. */
  ringing(): readonly SystemCall[] {
    return this.calls.filter(({ end, answered }) => end === null && !answered);
  }

  /** What the phone's list of calls says, oldest first. */
  recents(): readonly { readonly name: string; readonly reason: string }[] {
    return this.calls.flatMap(({ name, end }) =>
      end?.listed ? [{ name, reason: end.reason }] : [],
    );
  }
}
