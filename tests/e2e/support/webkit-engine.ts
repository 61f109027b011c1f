import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';
import { startScreen } from '@/tests/support/push/desktop-notifications/screen';
import { desktopMissing, hasDesktop } from '../../../scripts/desktop.mjs';
import { findWebKit, webkitMissing } from '../../../scripts/webkit.mjs';
import { expect } from './fixtures';

/** One browser of the engine, with a profile that ends with it. */
export interface WebKit {
  readonly driver: WebDriver;
  /** The handle of its first window. */
  readonly window: string;
  readonly stop: () => Promise<void>;
}

/** Starts a driver and, by it, a browser on a screen that nobody sees. */
export async function startWebKit(theme: 'light' | 'dark'): Promise<WebKit> {
  const found = findWebKit();
  if (!found) throw new Error(webkitMissing);
  if (!hasDesktop()) throw new Error(desktopMissing);
  const screen = await startScreen();
  const folder = await mkdtemp(join(tmpdir(), 'ringway-webkit-'));
  const port = await freePort();
  const driverProcess = spawn(found.driver, [`--port=${port}`], {
    env: {
      ...process.env,
      DISPLAY: screen.display,
      // English, whatever the machine speaks; nothing of this is kept.
      LC_ALL: 'C',
      HOME: folder,
      XDG_DATA_HOME: join(folder, 'data'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      MESA_SHADER_CACHE_DISABLE: 'true',
    },
    stdio: 'ignore',
  });
  const address = `http://127.0.0.1:${port}`;
  await expect.poll(() => isListening(address)).toBe(true);
  const options = {
    binary: found.browser,
    args: [
      '--automation',
      '--javascript-can-open-windows-automatically=true',
      ...(theme === 'dark' ? ['--dark-mode'] : []),
    ],
  };
  const driver = await new Builder()
    .usingServer(address)
    .withCapabilities(
      new Capabilities({
        browserName: 'MiniBrowser',
        acceptInsecureCerts: true,
        'webkitgtk:browserOptions': options,
      }),
    )
    .build();
  return {
    driver,
    window: await driver.getWindowHandle(),
    stop: async () => {
      await driver.quit();
      const ended = once(driverProcess, 'exit');
      driverProcess.kill();
      await ended;
      await screen.stop();
      // The processes of its pages end a moment after it.
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

async function isListening(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/status`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  const closed = once(probe, 'close');
  probe.close();
  await closed;
  return address.port;
}
