import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DatabaseUnavailableError } from '../services/ports.ts';
import { type Address, clientConfig } from './connection.ts';

type Subscription = {
  channel: string;
  onMessage(payload: string): void;
  /** Called each time the server is heard again: what was notified meanwhile was missed. */
  onReady(): void;
};

export type Listener = {
  /** Resolves with a way to stop. Throws `DatabaseUnavailableError` when the server cannot be reached. */
  listen(subscription: Subscription): Promise<() => Promise<void>>;
  close(): Promise<void>;
};

const LONGEST_PAUSE_MS = 1_000;

/** One connection for all that a process hears of, opened by the first to listen, opened again when it is lost. */
export function createListener(address: Address): Listener {
  const subscriptions = new Set<Subscription>();
  let connection: Promise<pg.Client> | null = null;
  let closed = false;

  async function open(): Promise<pg.Client> {
    const client = new pg.Client(clientConfig(address));
    client.on('error', () => {});
    client.on('notification', ({ channel, payload = '' }) => {
      for (const one of subscriptions) if (one.channel === channel) one.onMessage(payload);
    });
    try {
      await client.connect();
      for (const channel of new Set([...subscriptions].map((one) => one.channel))) {
        await client.query(listenTo(channel));
      }
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    client.on('end', () => {
      connection = null;
      if (!closed && subscriptions.size > 0) void reopen();
    });
    return client;
  }

  async function reopen(): Promise<void> {
    for (let pause = 50; !closed && connection === null; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      await connect().then(
        () => {
          for (const one of subscriptions) one.onReady();
        },
        () => sleep(pause),
      );
    }
  }

  function connect(): Promise<pg.Client> {
    connection ??= open().catch((error) => {
      connection = null;
      throw error;
    });
    return connection;
  }

  return {
    async listen(subscription) {
      if (closed) throw new Error('This listener is closed.');
      subscriptions.add(subscription);
      try {
        const client = await connect();
        await client.query(listenTo(subscription.channel));
      } catch (error) {
        subscriptions.delete(subscription);
        throw new DatabaseUnavailableError(error);
      }
      return async () => {
        subscriptions.delete(subscription);
      };
    },
    async close() {
      closed = true;
      const client = await connection?.catch(() => null);
      await client?.end();
    },
  };
}

const listenTo = (channel: string) => `listen ${pg.escapeIdentifier(channel)}`;
