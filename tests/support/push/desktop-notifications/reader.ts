import { alignmentOf, parseSignature, type BasicCode, type Type } from './signature';

/** A value of a message; an array of bytes stays one, and a variant is only what it holds. */
export type Value = boolean | number | bigint | string | Buffer | readonly Value[];

/** Reads values off a little-endian message, in the order in which they lie there. */
export class Reader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Reads the values of a signature. */
  all(signature: string): readonly Value[] {
    return parseSignature(signature).map((type) => this.#value(type));
  }

  /** Skips the padding before a value. */
  #align(to: number): void {
    this.#at = Math.ceil(this.#at / to) * to;
  }

  #value(type: Type): Value {
    this.#align(alignmentOf(type));
    switch (type.kind) {
      case 'basic':
        return this.#basic(type.code);
      case 'variant': {
        const [of] = parseSignature(this.#text(1));
        if (!of) throw new Error('A variant holds nothing.');
        return this.#value(of);
      }
      case 'array':
        return this.#array(type.of);
      case 'struct':
        return type.fields.map((field) => this.#value(field));
    }
  }

  #array(of: Type): Value {
    const length = this.#bytes.readUInt32LE(this.#take(4));
    this.#align(alignmentOf(of));
    const end = this.#at + length;
    if (of.kind === 'basic' && of.code === 'y') {
      return this.#bytes.subarray(this.#take(length), end);
    }
    const values: Value[] = [];
    while (this.#at < end) values.push(this.#value(of));
    return values;
  }

  #basic(code: BasicCode): Value {
    switch (code) {
      case 'y':
        return this.#bytes.readUInt8(this.#take(1));
      case 'b':
        return this.#bytes.readUInt32LE(this.#take(4)) === 1;
      case 'n':
        return this.#bytes.readInt16LE(this.#take(2));
      case 'q':
        return this.#bytes.readUInt16LE(this.#take(2));
      case 'i':
        return this.#bytes.readInt32LE(this.#take(4));
      case 'u':
        return this.#bytes.readUInt32LE(this.#take(4));
      case 'x':
        return this.#bytes.readBigInt64LE(this.#take(8));
      case 't':
        return this.#bytes.readBigUInt64LE(this.#take(8));
      case 'd':
        return this.#bytes.readDoubleLE(this.#take(8));
      case 's':
      case 'o':
        return this.#text(4);
      case 'g':
        return this.#text(1);
    }
  }

  /** A text with its length before it, in so many bytes, and a zero after it. */
  #text(lengthBytes: 1 | 4): string {
    const length = this.#bytes.readUIntLE(this.#take(lengthBytes), lengthBytes);
    const from = this.#take(length + 1);
    return this.#bytes.toString('utf8', from, from + length);
  }

  #take(bytes: number): number {
    const from = this.#at;
    this.#at += bytes;
    return from;
  }
}
