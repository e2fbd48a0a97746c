import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { proxiedAddress } from './proxied-address.ts';

async function told({ from, trusted = [], header }: { from: string; trusted?: readonly string[]; header?: string }) {
  const addressOf = proxiedAddress(trusted, () => from);
  const app = new Hono().get('/', (c) => c.text(addressOf(c)));
  return (await app.request('/', header === undefined ? {} : { headers: { 'x-forwarded-for': header } })).text();
}

describe('where a request comes from', () => {
  it('is its connection, whatever a header says, where nobody is trusted', async () => {
    expect(await told({ from: '203.0.113.9', header: '198.51.100.1' })).toBe('203.0.113.9');
    expect(await told({ from: '127.0.0.1', header: '198.51.100.1' })).toBe('127.0.0.1');
  });

  it('is what a trusted proxy says of it, and nothing of what was written before', async () => {
    const trusted = ['10.0.0.0/8', '2001:db8::1'];
    expect(await told({ from: '10.1.2.3', trusted, header: '198.51.100.1' })).toBe('198.51.100.1');
    expect(await told({ from: '2001:db8::1', trusted, header: '198.51.100.1' })).toBe('198.51.100.1');
    expect(await told({ from: '::ffff:10.1.2.3', trusted, header: '198.51.100.1' })).toBe('198.51.100.1');
    // Each request with another invented address is still one caller.
    for (const invented of ['1.1.1.1', '8.8.8.8, 9.9.9.9', 'not an address', '10.9.9.9']) {
      expect(await told({ from: '10.1.2.3', trusted, header: `${invented}, 198.51.100.1` })).toBe('198.51.100.1');
    }
    // Nobody trusted stands between.
    expect(await told({ from: '203.0.113.9', trusted, header: '10.0.0.1, 198.51.100.1' })).toBe('203.0.113.9');
  });

  it('behind several of ours is the address before all of them', async () => {
    const trusted = ['10.0.0.0/8'];
    expect(await told({ from: '10.0.0.1', trusted, header: '198.51.100.1, 10.0.0.3, 10.0.0.2' })).toBe('198.51.100.1');
    expect(await told({ from: '10.0.0.1', trusted, header: '10.0.0.3, 10.0.0.2' })).toBe('10.0.0.3');
  });

  it('is the proxy itself where it says nothing that is an address', async () => {
    const trusted = ['10.0.0.1'];
    expect(await told({ from: '10.0.0.1', trusted })).toBe('10.0.0.1');
    expect(await told({ from: '10.0.0.1', trusted, header: '<script>' })).toBe('10.0.0.1');
    expect(await told({ from: '10.0.0.1', trusted, header: '198.51.100.1:4711' })).toBe('198.51.100.1');
    expect(await told({ from: '10.0.0.1', trusted, header: '[2001:DB8::7]:4711' })).toBe('2001:db8::7');
    expect(await told({ from: 'inside', trusted, header: '198.51.100.1' })).toBe('inside');
  });
});
