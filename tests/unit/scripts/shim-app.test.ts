import { describe, expect, test } from 'vitest';
import { appSources, brokenRules } from '@/scripts/shim-app.mjs';

describe('the rules of the iPhone app', () => {
  test('it keeps them', () => {
    expect(Object.keys(appSources()).length).toBeGreaterThan(0);
    expect(brokenRules(appSources())).toEqual([]);
  });

  test('its lines count over all of its files', () => {
    const text = 'let line = 1\n'.repeat(200);
    expect(brokenRules({ 'a.swift': text, 'b.swift': text.slice(13) })).toEqual([]);
    expect(brokenRules({ 'a.swift': text, 'b.swift': text })).toHaveLength(1);
  });

  test('what the compiler on Linux cannot read is named with its file', () => {
    const broken = brokenRules({ 'a.swift': '@objc func ring() {}', 'b.swift': '#selector(ring)' });
    expect(broken).toEqual(['a.swift: @objc', 'b.swift: #selector']);
  });
});
