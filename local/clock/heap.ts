/** What a queue of events is ordered by: time, then order of creation. */
export interface Due {
  /** Virtual time, ms since the epoch. */
  readonly at: number;
  readonly sequence: number;
}

/** A binary heap: the next due first, in O(log n) per change. */
export class Heap<T extends Due> {
  #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    let index = this.#items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isEarlier(item, this.#items[parent]!)) break;
      this.#items[index] = this.#items[parent]!;
      index = parent;
    }
    this.#items[index] = item;
  }

  pop(): T | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return first;
    const { length } = this.#items;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= length) break;
      if (child + 1 < length && isEarlier(this.#items[child + 1]!, this.#items[child]!)) child++;
      if (!isEarlier(this.#items[child]!, last)) break;
      this.#items[index] = this.#items[child]!;
      index = child;
    }
    this.#items[index] = last;
    return first;
  }

  /** Starts anew with these. */
  replace(items: Iterable<T>): void {
    this.#items = [];
    for (const item of items) this.push(item);
  }
}

function isEarlier(left: Due, right: Due): boolean {
  return left.at < right.at || (left.at === right.at && left.sequence < right.sequence);
}
