/** A queue whose head is taken in constant time however long it is. */
export class WaitingLine<Item> {
  #again: Item[] = [];
  #items: Item[] = [];
  #head = 0;

  get length(): number {
    return this.#again.length + this.#items.length - this.#head;
  }

  add(item: Item): void {
    this.#items.push(item);
  }

  /** Before all others. */
  addFirst(item: Item): void {
    this.#again.push(item);
  }

  take(): Item | undefined {
    const first = this.#again.shift();
    if (first !== undefined) return first;
    if (this.#head >= this.#items.length) return undefined;
    const item = this.#items[this.#head];
    this.#head += 1;
    if (this.#head >= this.#items.length) {
      this.#items = [];
      this.#head = 0;
    }
    return item;
  }

  /** Takes all. */
  drain(): readonly Item[] {
    const all = [...this.#again, ...this.#items.slice(this.#head)];
    this.#again = [];
    this.#items = [];
    this.#head = 0;
    return all;
  }

  /** Keeps what the condition holds for. */
  keep(condition: (item: Item) => boolean): void {
    const all = this.drain();
    this.#items = all.filter(condition);
  }
}
