/** Runs tasks one after another, in the order in which they were asked for; a failed one stops nothing. */
export type Serial = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** Makes a {@link Serial}: actions on a device must not overlap. */
export function createSerial(): Serial {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task, task);
    last = result.catch(() => undefined);
    return result;
  };
}
