import * as z from 'zod';

const operation = z.object({
  tags: z.array(z.string()).default([]),
  summary: z.string().default(''),
  requestBody: z.optional(z.unknown()),
  responses: z.record(z.string(), z.unknown()).default({}),
});

const described = z.object({
  info: z.object({ title: z.string(), description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

type Operation = z.infer<typeof operation>;

/** One verb of the API. */
interface Verb extends Operation {
  readonly method: string;
  readonly path: string;
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { overflow: auto; padding: .75rem; border: 1px solid #8886; border-radius: .5rem; }
summary { cursor: pointer; padding: .4rem 0; overflow-wrap: anywhere; }
summary b { display: inline-block; min-width: 4rem; }
summary span { opacity: .75; }
`;

/** A page for people about an OpenAPI document: complete, without scripts and foreign files. */
export function describeApi(document: unknown): string {
  const { info, tags, paths } = described.parse(document);
  const verbs = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, verb]): Verb => ({ ...verb, method, path })),
  );
  const sections = tags.map(({ name, description }) => {
    const own = verbs.filter((verb) => verb.tags.includes(name));
    return `<h2>${escape(description)}</h2>\n${own.map(describeVerb).join('\n')}`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(info.title)} API</title>
<style>${style}</style>
<main>
<h1>${escape(info.title)} API</h1>
<p>${escape(info.description)} <a href="/api/docs/json">OpenAPI document</a></p>
${sections.join('\n')}
</main>
</html>
`;
}

function describeVerb({ method, path, summary, requestBody, responses }: Verb): string {
  const body = requestBody === undefined ? '' : `<h3>Body</h3>${schemaOf(requestBody)}`;
  const answers = Object.entries(responses).map(
    ([status, answer]) => `<h3>${escape(status)}</h3>${schemaOf(answer)}`,
  );
  return `<details>
<summary><b>${method.toUpperCase()}</b> <code>${escape(path)}</code> <span>${escape(summary)}</span></summary>
${body}${answers.join('')}
</details>`;
}

function schemaOf(part: unknown): string {
  return `<pre>${escape(JSON.stringify(part, null, 2))}</pre>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
