import { route, type Namespace } from './namespace';

/**
 * How a router translates addresses (NAT). `cone`: one port outside for one port inside, whoever is spoken to
 * (RFC 4787: endpoint-independent mapping, address and port-dependent filtering); `symmetric`: another port
 * for everyone who is spoken to, so that what STUN found is of no use to others.
 */
export type Nat = 'cone' | 'symmetric';

/** How somebody reaches the Internet. */
export interface AccessWishes {
  readonly nat?: Nat;
  /** `blocked`: a firewall that lets nothing out but TCP to port 443. */
  readonly udp?: 'open' | 'blocked';
}

/** How good the line is; what is not named is as good as the machine. */
export interface Line {
  /** Lost at random in each direction, per cent. */
  readonly lossPercent?: number;
  /** In each direction, bit/s. */
  readonly rateBitsPerSecond?: number;
}

/** Where a router is on the Internet. */
export interface Outside {
  /** Its address. */
  readonly outside: string;
  /** Whom it gives everything to. */
  readonly gateway: string;
}

/** The addresses of an access. */
export interface AccessAddresses extends Outside {
  /** The first three numbers of the network behind it. */
  readonly inside: string;
}

/** How long a packet waits at most before a slow line, ms: longer, and it is lost. */
const longestQueue = 200;

/** A packet is never larger than this, bytes. */
const largestPacket = 1_600;

/** A router between `lan` and `wan`, its interfaces in place. */
export async function setUpRouter(
  router: Namespace,
  { outside, gateway, inside }: AccessAddresses,
  wishes: AccessWishes,
): Promise<void> {
  await route(router);
  await router.ip(
    `addr add ${inside}.1/24 dev lan`,
    'link set lan up',
    `addr add ${outside}/30 dev wan`,
    'link set wan up',
    `route add default via ${gateway}`,
  );
  await router.nft(rules(wishes));
}

/** What arrives from outside unasked is dropped without a word, as routers at home do it. */
function rules({ nat = 'cone', udp = 'open' }: AccessWishes): string {
  const goesOut = udp === 'open' ? 'accept' : 'tcp dport 443 accept';
  const ports = nat === 'symmetric' ? ' random,fully-random' : '';
  return `
    table ip router {
      chain loss {
      }
      chain through {
        type filter hook forward priority filter; policy drop;
        jump loss
        ct state established,related accept
        iifname "lan" ${goesOut}
      }
      chain here {
        type filter hook input priority filter; policy drop;
        iifname "lan" accept
      }
      chain translated {
        type nat hook postrouting priority srcnat;
        oifname "wan" masquerade${ports}
      }
    }`;
}

/** Makes the line as good as wished, in both directions, also while something goes over it. */
export async function shapeLine(router: Namespace, line: Line): Promise<void> {
  const { lossPercent = 0, rateBitsPerSecond } = line;
  const inTenThousand = Math.round(lossPercent * 100);
  const lose = `add rule ip router loss numgen random mod 10000 < ${inTenThousand} drop`;
  await router.nft(`flush chain ip router loss\n${inTenThousand > 0 ? lose : ''}\n`);
  for (const side of ['lan', 'wan']) {
    if (rateBitsPerSecond === undefined) {
      // Without a queue of its own there is nothing to remove.
      await router.exec(['tc', 'qdisc', 'delete', 'dev', side, 'root']).catch(() => undefined);
      continue;
    }
    // Enough for what arrives between two ticks of the kernel's clock.
    const burst = Math.max(2 * largestPacket, Math.ceil(rateBitsPerSecond / 8 / 100));
    await router.exec([
      ...(['tc', 'qdisc', 'replace', 'dev', side, 'root', 'tbf'] as const),
      ...['rate', `${rateBitsPerSecond}bit`, 'burst', String(burst)],
      ...['latency', `${longestQueue}ms`],
    ]);
  }
}
