// Runs a release: the built server with its settings from the environment. Builds and installs nothing.
import { runUntilSignal } from './running.mjs';

await runUntilSignal(process.env);
