/** What arrived at a stand-in, in order, and waiting for what comes. */
export class Arrivals<Item> {
  readonly all: Item[] = [];
  readonly #waiting: ((item: Item) => void)[] = [];
  #taken = 0;

  add(item: Item): void {
    this.all.push(item);
    const waiting = this.#waiting.shift();
    if (!waiting) return;
    this.#taken += 1;
    waiting(item);
  }

  /** The next one that nobody took yet; resolves once it is there. */
  next(): Promise<Item> {
    const item = this.all[this.#taken];
    if (item === undefined) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#taken += 1;
    return Promise.resolve(item);
  }
}
