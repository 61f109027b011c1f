/** A complete type of the D-Bus specification ("Type System"), as far as notifications need it. */
export type Type =
  | { readonly kind: 'basic'; readonly code: BasicCode }
  | { readonly kind: 'variant' }
  | { readonly kind: 'array'; readonly of: Type }
  | { readonly kind: 'struct'; readonly fields: readonly Type[] };

/** Bytes, truth, whole numbers of 16, 32 and 64 bits, doubles, and three sorts of text. */
export type BasicCode = 'y' | 'b' | 'n' | 'q' | 'i' | 'u' | 'x' | 't' | 'd' | 's' | 'o' | 'g';

const alignments: Readonly<Record<BasicCode, number>> = {
  y: 1,
  b: 4,
  n: 2,
  q: 2,
  i: 4,
  u: 4,
  x: 8,
  t: 8,
  d: 8,
  s: 4,
  o: 4,
  g: 1,
};

/** Where a value of this type may start: a multiple of so many bytes of the message. */
export function alignmentOf(type: Type): number {
  switch (type.kind) {
    case 'basic':
      return alignments[type.code];
    case 'variant':
      return 1;
    case 'array':
      return 4;
    case 'struct':
      return 8;
  }
}

/** Reads a signature such as `susssasa{sv}i`; an entry of a dictionary is read as a structure of two. */
export function parseSignature(signature: string): readonly Type[] {
  const left = Array.from(signature);
  const types: Type[] = [];
  while (left.length > 0) types.push(takeType(left, signature));
  return types;
}

function takeType(left: string[], whole: string): Type {
  const code = left.shift() ?? '';
  if (code === 'v') return { kind: 'variant' };
  if (code === 'a') return { kind: 'array', of: takeType(left, whole) };
  if (code === '(' || code === '{') {
    const fields: Type[] = [];
    while (left[0] !== (code === '(' ? ')' : '}')) fields.push(takeType(left, whole));
    left.shift();
    return { kind: 'struct', fields };
  }
  if (isBasic(code)) return { kind: 'basic', code };
  throw new Error(`${whole} is not a signature that is read here.`);
}

function isBasic(code: string): code is BasicCode {
  return Object.hasOwn(alignments, code);
}
