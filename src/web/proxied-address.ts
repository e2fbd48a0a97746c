import { BlockList, isIP } from 'node:net';
import type { Context } from 'hono';
import { connectionAddress } from './api/caller.ts';

/**
 * Where a request comes from: the connection's own end, or behind proxies that are trusted the nearest address before them which is
 * none of theirs. What anybody may write into `X-Forwarded-For` counts only from where a trusted proxy wrote it on. `trusted`:
 * addresses, or networks as `10.0.0.0/8`; none by default.
 */
export function proxiedAddress(
  trusted: readonly string[],
  connected: (c: Context) => string = connectionAddress,
): (c: Context) => string {
  const ours = new BlockList();
  for (const one of trusted) {
    const [address = '', bits] = one.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) ours.addAddress(address, family);
    else ours.addSubnet(address, Number(bits), family);
  }
  const isOurs = (address: string) => {
    const family = isIP(address);
    return family !== 0 && ours.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
  return (c) => {
    let address = plain(connected(c));
    const chain = (c.req.header('x-forwarded-for') ?? '').split(',').map((one) => plain(one.trim()));
    while (isOurs(address)) {
      const before = chain.pop();
      // Nothing, or no address: the last one that somebody of ours answers for.
      if (before === undefined || isIP(before) === 0) break;
      address = before;
    }
    return address;
  };
}

/** Without a port, and an IPv4 address as itself where it came by IPv6. */
function plain(address: string): string {
  const [, bare = address] = /^\[([^\]]+)\](?::\d+)?$/.exec(address) ?? /^([\d.]+):\d+$/.exec(address) ?? [];
  return bare.replace(/^::ffff:(?=[\d.]+$)/i, '').toLowerCase();
}
