// npm run doctor: looks the server over, from its own machine or from elsewhere.
import { command, loadOperation } from './operate.mjs';

const usage = `npm run doctor [-- --url <address>] [-- --json]

  --url <address>  look from elsewhere at https://calls.example.com; without it: on the server's machine, with
                   the server's settings in the environment
  --json           one line of JSON on stdout; use npm run --silent

  One line a check: ok, warn or fail, and what to do. Ends with 1 where something failed.
`;

/** @type {string | undefined} */
let url;
let json = false;
/** @type {string | undefined} */
let mistake;
const words = process.argv.slice(2);
for (let word = words.shift(); word !== undefined; word = words.shift()) {
  const [name, value] = word.split(/=(.*)/s);
  if (name === '--json') json = true;
  else if (name === '--url') url = value ?? words.shift() ?? '';
  else mistake ??= word;
}

if (mistake === '--help' || mistake === '-h') {
  process.stdout.write(usage);
} else if (mistake !== undefined || (url !== undefined && !/^https?:\/\/[^/]/.test(url))) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  await command(async () => {
    const doctor = await loadOperation();
    const settings = doctor.readSettings(process.env);
    const checks = await (url === undefined
      ? doctor.examineServer(settings)
      : doctor.examineFrom(url, settings));
    process.stdout.write(json ? doctor.writeJson(checks) : doctor.writeReport(checks));
    if (doctor.hasFailed(checks)) process.exitCode = 1;
  });
}
