import { compareBounds, compareResults, type Equality } from './equality.ts';
import type { Network } from './network.ts';
import { type AllAgain, measureAllAgain, measureOneOffer, type OneOffer } from './rematch.ts';
import { measureSpeed, type Speed, type SpeedPlan } from './speed.ts';
import { createWorld } from './world.ts';

/** One piece of the benchmark, in a process of its own so that memory and compiled code are its own. */
export type Task =
  | { name: 'speed'; offers: number; plan: SpeedPlan }
  | { name: 'results'; offers: number; from: number; count: number }
  | { name: 'bounds'; offers: number; from: number; count: number }
  | { name: 'oneOffer'; offers: number }
  | { name: 'allAgain'; offers: number; from: number; count: number };

export type TaskResult = Speed | Equality | OneOffer | AllAgain;

process.once('message', async ({ network, task }: { network: Network; task: Task }) => {
  const world = await createWorld(network, task.offers);
  process.send?.({ ready: true });
  // Others may have to be ready too.
  await new Promise((resolve) => process.once('message', resolve));
  process.send?.({ result: await run() });
  process.disconnect();

  function run(): Promise<TaskResult> {
    switch (task.name) {
      case 'speed':
        return measureSpeed(world, task.plan);
      case 'results':
        return compareResults(world, task.from, task.count);
      case 'bounds':
        return compareBounds(world, task.from, task.count);
      case 'oneOffer':
        return measureOneOffer(world);
      case 'allAgain':
        return measureAllAgain(world, task.from, task.count);
    }
  }
});
