import type { Offer } from '../domain/catalogue/offer.ts';
import { type Carpool, type CarpoolIndexing, createCarpoolIndex } from '../domain/matching/prune/carpool-index.ts';
import { decodeRoadFacts } from '../domain/matching/prune/road-facts.ts';
import { createFoldedTexts } from './folded-texts.ts';
import type { FollowedChanges } from './follow-catalogue.ts';
import { LANDMARKS } from './landmark-set.ts';

/**
 * A territory's catalogue as a worker holds it: carpools in typed arrays, with their text folded (a hundred
 * thousand of them weigh 16 MB), everything else as it is.
 */
export type CatalogueCopy = {
  indexing: CarpoolIndexing;
  /** The road data set of the road facts in the index; null while there are none. */
  dataSet(): string | null;
  others: ReadonlyMap<string, Offer>;
  /** Offers in it, or those of them the public sees. */
  size(publicOnly: boolean): number;
  find(id: string): Offer | undefined;
  all(publicOnly: boolean): Offer[];
  apply(changes: FollowedChanges): void;
};

type PutAway = { version: number; isPublic: boolean; folded: string };

/** Carpools read lately: the nearest misses of one person are often those of the next. */
const RECENT = 4000;

export function createCatalogueCopy(): CatalogueCopy {
  const indexing = createCarpoolIndex(LANDMARKS);
  const others = new Map<string, Offer>();
  const carpools = new Map<string, PutAway>();
  const recent = new Map<string, Offer>();
  const texts = createFoldedTexts();
  let dataSet: string | null = null;
  let publicCarpools = 0;

  function read(id: string, { folded }: PutAway): Offer {
    const known = recent.get(id);
    if (known !== undefined) return known;
    const offer = JSON.parse(texts.unfold(folded)) as Offer;
    remember(offer);
    return offer;
  }

  function remember(offer: Offer): void {
    recent.delete(offer.id);
    recent.set(offer.id, offer);
    if (recent.size <= RECENT) return;
    const [oldest] = recent.keys();
    if (oldest !== undefined) recent.delete(oldest);
  }

  function remove(id: string): void {
    others.delete(id);
    recent.delete(id);
    const known = carpools.get(id);
    if (known === undefined) return;
    carpools.delete(id);
    indexing.remove(id);
    if (known.isPublic) publicCarpools--;
  }

  function put({ offer, roads }: FollowedChanges['changed'][number]): void {
    if (offer.kind !== 'carpool') {
      others.set(offer.id, offer);
      return;
    }
    const before = carpools.get(offer.id);
    const isPublic = offer.visibility === 'public';
    publicCarpools += Number(isPublic) - Number(before?.isPublic ?? false);
    const isSame = before?.version === offer.version;
    const folded = isSame ? before.folded : texts.fold(JSON.stringify(offer));
    carpools.set(offer.id, { version: offer.version, isPublic, folded });
    if (!isSame) recent.delete(offer.id);
    indexing.put(offer, roadsOf(offer, roads));
  }

  /** Facts of other roads than those the index has been built on are the first of new ones. */
  function roadsOf({ version, details }: Carpool, roads: FollowedChanges['changed'][number]['roads']) {
    if (roads === null || roads.offerVersion !== version) return null;
    const facts = decodeRoadFacts(roads, 2 + details.meetingPoints.length, LANDMARKS);
    if (facts !== null && roads.dataSet !== dataSet) {
      indexing.forgetRoads();
      dataSet = roads.dataSet;
    }
    return facts;
  }

  const isShown = (offer: Offer, publicOnly: boolean) => !publicOnly || offer.visibility === 'public';

  return {
    indexing,
    others,
    dataSet: () => dataSet,
    size(publicOnly) {
      if (!publicOnly) return others.size + carpools.size;
      return publicCarpools + [...others.values()].filter((o) => isShown(o, true)).length;
    },
    find(id) {
      const carpool = carpools.get(id);
      return carpool === undefined ? others.get(id) : read(id, carpool);
    },
    all(publicOnly) {
      const shown = [...carpools].filter(([, { isPublic }]) => isPublic || !publicOnly);
      return [
        ...[...others.values()].filter((o) => isShown(o, publicOnly)),
        ...shown.map(([id, one]) => read(id, one)),
      ];
    },
    apply({ changed, removed }) {
      for (const id of removed) remove(id);
      for (const one of changed) put(one);
    },
  };
}
