/**
 * Whether this server is a demo (`GET /api/config`), asked without the weight of schemas: the pages
 * before a session need nothing else of the configuration. False if nobody answers.
 */
export async function isDemo(): Promise<boolean> {
  try {
    const answer: unknown = await (await fetch('/api/config')).json();
    return saysDemo(answer);
  } catch {
    return false;
  }
}

function saysDemo(answer: unknown): boolean {
  const result = fieldOf(answer, 'result');
  return fieldOf(result, 'demo') === true;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
