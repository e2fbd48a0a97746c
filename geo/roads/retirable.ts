import type { Router } from '../router.ts';

/** A router that can be closed while it is used: once told to retire, it closes when the last call has its answer. */
export function createRetirable(router: Router): { router: Router; retire(): Promise<void> } {
  let calls = 0;
  let retiring = false;
  let idle = () => {};
  const counted = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      calls++;
      try {
        return await call(...args);
      } finally {
        calls--;
        if (retiring && calls === 0) idle();
      }
    };
  };
  const { isochrone, metrics } = router;
  return {
    router: {
      name: router.name,
      supports: router.supports,
      table: counted(router.table),
      route: counted(router.route),
      nearest: counted(router.nearest),
      ...(isochrone ? { isochrone: counted(isochrone) } : {}),
      health: counted(router.health),
      ...(metrics ? { metrics } : {}),
      close: router.close,
    },
    async retire() {
      retiring = true;
      if (calls > 0) {
        await new Promise<void>((resolve) => {
          idle = resolve;
        });
      }
      await router.close();
    },
  };
}
