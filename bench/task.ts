import { compareBounds, compareResults, type Equality } from './equality.ts';
import { type Memory, measureMemory } from './memory.ts';
import type { Network } from './network.ts';
import { type AllAgain, measureAllAgain, measureOneOffer, type OneOffer } from './rematch.ts';
import { measureResultPage, type ResultPage } from './result-page.ts';
import { measureSpeed, type Speed, type SpeedPlan } from './speed.ts';
import { createWorld } from './world.ts';

/** One piece of the benchmark. */
export type Task =
  | { name: 'speed'; plan: SpeedPlan }
  | { name: 'memory'; matches: number }
  | { name: 'results'; from: number; count: number }
  | { name: 'bounds'; from: number; count: number }
  | { name: 'oneOffer' }
  | { name: 'allAgain'; from: number; count: number }
  | { name: 'resultPage'; visits: number };

export type TaskResult = Speed | Memory | Equality | OneOffer | AllAgain | ResultPage;

/** A process holds one catalogue: its memory and its compiled code are its own. Pieces are done in it one after the other. */
process.once('message', async ({ network, offers }: { network: Network; offers: number }) => {
  const world = await createWorld(network, offers);
  process.on('message', async (task: Task) => process.send?.({ result: await run(task) }));
  process.send?.({ ready: true });

  function run(task: Task): Promise<TaskResult> {
    switch (task.name) {
      case 'speed':
        return measureSpeed(world, task.plan);
      case 'memory':
        return measureMemory(world, task.matches);
      case 'results':
        return compareResults(world, task.from, task.count);
      case 'bounds':
        return compareBounds(world, task.from, task.count);
      case 'oneOffer':
        return measureOneOffer(world);
      case 'allAgain':
        return measureAllAgain(world, task.from, task.count);
      case 'resultPage':
        return measureResultPage(world, task.visits);
    }
  }
});
