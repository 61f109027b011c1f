// The project's folder, and running its programs. Node's own modules only.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder, absolute, without a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

/**
 * Tells a person about progress: on stderr, since stdout belongs to results.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a program to its end with all of its output on stderr. A signal that would end us ends it
 * first.
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {Record<string, string | undefined>} [environment] additions to ours
 * @returns {Promise<boolean>} whether it ended well
 */
export function runQuietly(program, parameters, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 2, 2],
    });
    /** @type {number | undefined} */
    let interrupted;
    /** @param {NodeJS.Signals} signal */
    const interrupt = (signal) => {
      interrupted = signal === 'SIGINT' ? 130 : 143;
      child.kill('SIGTERM');
    };
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
    /** @param {boolean} well */
    const end = (well) => {
      if (interrupted !== undefined) process.exit(interrupted);
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      resolve(well);
    };
    child.once('error', (error) => {
      say(`${program}: ${error.message}`);
      end(false);
    });
    child.once('exit', (code) => {
      end(code === 0);
    });
  });
}

/**
 * Ends the script with a message for the person and exit code 1.
 * @param {string} message what happened and what to do next
 * @returns {never}
 */
export function giveUp(message) {
  say(message);
  process.exit(1);
}
