// npm start: the server with its settings from the environment.
import { ensureBuilt } from './build.mjs';
import { runUntilSignal } from './running.mjs';

await ensureBuilt();
await runUntilSignal(process.env);
