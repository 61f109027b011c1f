import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Where a page's preview has to name this server; the build writes it (scripts/previews.mjs). */
const originMark = 'https://origin.invalid';

/** A page with its preview filled in, in each encoding that it is asked for. */
interface Filled {
  readonly etag: string;
  readonly bodies: Map<Encoding, Promise<Buffer>>;
}

type Encoding = 'br' | 'gzip' | 'identity';

const encode: Readonly<Record<Encoding, (html: Buffer) => Promise<Buffer>>> = {
  br: promisify(brotliCompress),
  gzip: promisify(gzip),
  identity: (html) => Promise.resolve(html),
};

/**
 * Pages whose preview (Open Graph) names this server: crawlers want whole addresses, and the origin is
 * known only once the server runs. Each page is filled in and compressed once.
 */
export class PagesWithPreview {
  readonly #origin: () => string;
  readonly #filled = new Map<string, Filled | null>();

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  /** Answers with the page in a file; false: it has no preview, so the file serves as it is. */
  async send(request: FastifyRequest, reply: FastifyReply, file: string): Promise<boolean> {
    const page = this.#pageOf(file);
    if (page === null) return false;
    void reply.header('etag', page.etag).type('text/html; charset=utf-8');
    if (isKnown(request.headers['if-none-match'], page.etag)) {
      await reply.code(304).send();
      return true;
    }
    const encoding = encodingFor(request.headers['accept-encoding']);
    if (encoding !== 'identity') void reply.header('content-encoding', encoding);
    await reply.send(await this.#bodyOf(page, encoding));
    return true;
  }

  #pageOf(file: string): Filled | null {
    const key = `${this.#origin()} ${file}`;
    const known = this.#filled.get(key);
    if (known !== undefined) return known;
    const page = this.#fill(readFileSync(file, 'utf8'));
    this.#filled.set(key, page);
    return page;
  }

  #fill(html: string): Filled | null {
    // In tags alone: an inline script with another text would have another hash than the policy's.
    const filled = html.replaceAll(`content="${originMark}`, () => `content="${this.#origin()}`);
    if (filled === html) return null;
    const etag = `W/"${createHash('sha256').update(filled).digest('base64url')}"`;
    return { etag, bodies: new Map([['identity', Promise.resolve(Buffer.from(filled))]]) };
  }

  async #bodyOf({ bodies }: Filled, encoding: Encoding): Promise<Buffer> {
    const known = bodies.get(encoding);
    if (known) return known;
    const plain = await bodies.get('identity');
    const body = encode[encoding](plain ?? Buffer.alloc(0));
    bodies.set(encoding, body);
    return body;
  }
}

/** Whether the browser has this very page (RFC 9110, 13.1.2). */
function isKnown(condition: string | undefined, etag: string): boolean {
  return (condition ?? '').split(',').some((one) => one.trim() === etag || one.trim() === '*');
}

function encodingFor(accepted: string | string[] | undefined): Encoding {
  const names = String(accepted ?? '')
    .split(',')
    .filter((one) => !/;\s*q=0(\.0*)?\s*$/.test(one))
    .map((one) => one.split(';')[0]?.trim());
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : 'identity';
}
