import { describe, expect, it } from 'vitest';

import { english } from '@/components/i18n/messages/en';
import { chinese } from '@/components/i18n/messages/zh';

interface Tree {
  readonly [key: string]: string | Tree;
}

/** Every message by its whole key. */
function flatten(tree: Tree, path = ''): ReadonlyMap<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const whole = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') flat.set(whole, value);
    else for (const [inner, text] of flatten(value, whole)) flat.set(inner, text);
  }
  return flat;
}

/**
 * The names of a message's arguments: what begins a pair of braces and ends with it or with a comma.
 * The text of a plural's branch begins a pair too, but holds more than one word or a sign.
 */
function argumentsOf(message: string): readonly string[] {
  const names = [...message.matchAll(/\{\s*([a-z]\w*)\s*[,}]/g)].map(([, name = '']) => name);
  return [...new Set(names)].toSorted();
}

/** Whether every brace that is opened is closed. */
function isBalanced(message: string): boolean {
  let depth = 0;
  for (const sign of message) {
    depth += sign === '{' ? 1 : sign === '}' ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0;
}

const en = flatten(english);
const zh = flatten(chinese);

describe('messages', () => {
  it('have the same keys in both languages', () => {
    expect([...zh.keys()].toSorted()).toEqual([...en.keys()].toSorted());
  });

  it('take the same arguments in both languages', () => {
    const differing = [...en].filter(
      ([key, text]) => argumentsOf(text).join() !== argumentsOf(zh.get(key) ?? '').join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('stay silent in both languages or in none', () => {
    const silent = [...en].filter(([key, text]) => (text === '') !== (zh.get(key) === ''));
    expect(silent).toEqual([]);
  });

  it('close every brace that they open', () => {
    expect([...en, ...zh].filter(([, text]) => !isBalanced(text))).toEqual([]);
  });

  it('are in Chinese where they should be', () => {
    // What is the same in both languages is a name, or one argument.
    const same = [...en].filter(([key, text]) => zh.get(key) === text).map(([key]) => key);
    expect(same.filter((key) => /[a-z]{4,} [a-z]{2,}/i.test(en.get(key) ?? ''))).toEqual([]);
  });
});
