import { describe, expect, test } from 'vitest';

import { readDemoOptions } from '@/scripts/demo-options.mjs';

describe('options of the demo', () => {
  test('none are needed', () => {
    expect(readDemoOptions([])).toEqual({
      kind: 'options',
      options: { port: undefined, data: '.data/demo', host: '127.0.0.1', json: false },
    });
  });

  test('a value follows its name, or an equals sign', () => {
    const options = { port: 3100, data: '/tmp/here', host: '0.0.0.0', json: true };
    const apart = ['--port', '3100', '--data', '/tmp/here', '--host', '0.0.0.0', '--json'];
    const joined = ['--json', '--port=3100', '--data=/tmp/here', '--host=0.0.0.0'];
    expect(readDemoOptions(apart)).toEqual({ kind: 'options', options });
    expect(readDemoOptions(joined)).toEqual({ kind: 'options', options });
  });

  test.each([
    [['--port', 'http'], '--port: expects a number from 0 to 65535, found "http".'],
    [['--port=65536'], '--port: expects a number from 0 to 65535, found "65536".'],
    [['--port'], '--port: expects a number from 0 to 65535, found nothing.'],
    [['--data', '--json'], '--data: expects a folder, found "--json".'],
    [['--host', 'a b'], '--host: expects an address of this machine'],
    [['--prot', '3100'], '--prot: no such option; there are --port, --data'],
    [['--json=yes'], '--json=yes: no such option'],
    [['constructor'], 'constructor: no such option'],
  ])('%j is a mistake that names the option and what is expected', (words, message) => {
    const reading = readDemoOptions(words);
    expect(reading).toMatchObject({ kind: 'mistake' });
    expect(reading).toHaveProperty('message', expect.stringContaining(message));
  });

  test('help comes before everything else', () => {
    expect(readDemoOptions(['--json', '--help', '--nonsense'])).toEqual({ kind: 'help' });
  });
});
