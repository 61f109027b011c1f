// The options of `npm run demo`.

/**
 * @typedef {object} DemoOptions
 * @property {number | undefined} port undefined: 3000, or the next that is free
 * @property {string} data folder of the demo's database and secrets
 * @property {string} host address to listen on
 * @property {boolean} json whether the answer is one line for programs
 */

/** @typedef {{ kind: 'options', options: DemoOptions } | { kind: 'help' } | { kind: 'mistake', message: string }} Reading */

export const usage = `npm run demo [-- options]

  --port <number>   port to listen on, 0 to 65535; 0 takes any free one (default: 3000 or the next free)
  --data <folder>   where the demo keeps its database and secrets (default: .data/demo)
  --host <address>  address to listen on (default: 127.0.0.1, this machine alone)
  --json            print one line of JSON when ready, and nothing else on stdout
`;

/** @type {Record<string, { expects: string, accepts: (value: string) => boolean }>} */
const valued = {
  '--port': {
    expects: 'a number from 0 to 65535',
    accepts: (value) => /^\d{1,5}$/.test(value) && Number(value) <= 65535,
  },
  '--data': { expects: 'a folder', accepts: (value) => value !== '' },
  '--host': {
    expects: 'an address of this machine, such as 127.0.0.1',
    accepts: (value) => /^[\w.:-]+$/.test(value),
  },
};

/**
 * Reads the options, written `--port 3100` or `--port=3100`.
 * @param {readonly string[]} words the command line after the script's name
 * @returns {Reading}
 */
export function readDemoOptions(words) {
  /** @type {Map<string, string>} */
  const values = new Map();
  let json = false;
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--help' || word === '-h') return { kind: 'help' };
    if (word === '--json') {
      json = true;
      continue;
    }
    const equals = word.indexOf('=');
    const name = equals === -1 ? word : word.slice(0, equals);
    const option = Object.hasOwn(valued, name) ? valued[name] : undefined;
    if (!option) return mistake(`${word}: no such option; there are ${known}.`);
    const value = equals === -1 ? rest.shift() : word.slice(equals + 1);
    if (value === undefined || value.startsWith('--') || !option.accepts(value)) {
      const found = value === undefined ? 'nothing' : JSON.stringify(value);
      return mistake(`${name}: expects ${option.expects}, found ${found}.`);
    }
    values.set(name, value);
  }
  const port = values.get('--port');
  return {
    kind: 'options',
    options: {
      port: port === undefined ? undefined : Number(port),
      data: values.get('--data') ?? '.data/demo',
      host: values.get('--host') ?? '127.0.0.1',
      json,
    },
  };
}

const known = [...Object.keys(valued), '--json', '--help'].join(', ');

/**
 * @param {string} message
 * @returns {Reading}
 */
function mistake(message) {
  return { kind: 'mistake', message };
}
