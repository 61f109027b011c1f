/** Writes the few sorts of values that a notification server sends, little-endian. */
export class Writer {
  #bytes = Buffer.alloc(0);

  /** What was written so far. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  byte(value: number): this {
    return this.#add(Buffer.of(value));
  }

  unsigned(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return this.align(4).#add(bytes);
  }

  /** A text or an object's path. */
  text(value: string): this {
    this.unsigned(Buffer.byteLength(value));
    return this.#add(Buffer.from(`${value}\0`));
  }

  signature(value: string): this {
    return this.byte(value.length).#add(Buffer.from(`${value}\0`));
  }

  texts(values: readonly string[]): this {
    return this.array(4, (inner) => {
      for (const value of values) inner.text(value);
    });
  }

  /** An array whose elements start at multiples of so many bytes. */
  array(alignment: 4 | 8, fill: (writer: this) => void): this {
    this.unsigned(0);
    const lengthAt = this.#bytes.length - 4;
    this.align(alignment);
    const from = this.#bytes.length;
    fill(this);
    this.#bytes.writeUInt32LE(this.#bytes.length - from, lengthAt);
    return this;
  }

  align(to: number): this {
    return this.#add(Buffer.alloc((to - (this.#bytes.length % to)) % to));
  }

  /** Bytes as they are. */
  raw(bytes: Buffer): this {
    return this.#add(bytes);
  }

  #add(bytes: Buffer): this {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    return this;
  }
}
