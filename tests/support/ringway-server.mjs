// Ringway in a process of its own, for tests that kill it and benchmarks that weigh it. Prints one
// line of JSON when it is ready: its port and, in a demo, its accounts. An argument names the folder of
// its pages, if not the project's.
import { runUntilSignal } from '../../scripts/running.mjs';

const { port, demoAccounts } = await runUntilSignal(process.env, process.argv[2]);
process.stdout.write(`${JSON.stringify({ port, accounts: demoAccounts })}\n`);
