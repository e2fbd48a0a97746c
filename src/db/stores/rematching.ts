import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  max,
  ne,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { AnswerChange, RematchStore } from '../../services/ports.ts';
import { catalogueChanges } from '../schema/catalogue.ts';
import { diagnostics, diagnosticVersions, matches } from '../schema/diagnostics.ts';
import { beneficiaries } from '../schema/people.ts';
import { rematchCampaigns, rematchCursors } from '../schema/rematching.ts';
import type { Session } from '../session.ts';
import { readOffers } from './catalogue-changes.ts';
import { isKeptFresh, personOf, recordColumns, tryRecord, versionOf } from './diagnostic-records.ts';

/** The date from which a result waits that nobody made a job for: whoever looks for forgotten ones finds it next. */
export const WITHOUT_JOB = '2000-01-01T00:00:00Z';

/**
 * How far changes have been turned into re-matching, held as it is until this transaction ends: whoever plans next waits
 * for it, and finds what it stores. As much as `sure` where nobody has planned yet.
 */
export async function plannedVersion({ tx, actor }: Session, sure: number): Promise<number> {
  const { territoryId } = actor;
  const read = () =>
    tx
      .select({ planned: rematchCursors.plannedVersion })
      .from(rematchCursors)
      .where(eq(rematchCursors.territoryId, territoryId))
      .for('share');
  let [row] = await read();
  if (!row) {
    await tx.insert(rematchCursors).values({ territoryId }).onConflictDoNothing();
    [row] = await read();
  }
  return row?.planned ?? sure;
}

export function createRematchStore(session: Session): RematchStore {
  const { tx, actor, now } = session;
  const { territoryId } = actor;
  const at = now.toString();
  const ours = eq(matches.territoryId, territoryId);
  /** Joins the diagnostic whose newest version the result is of. */
  const newest = and(
    eq(diagnostics.territoryId, matches.territoryId),
    eq(diagnostics.id, matches.diagnosticId),
    eq(diagnostics.currentVersion, matches.version),
  );
  const waiting = and(ours, isNotNull(matches.wantedVersion), ne(matches.status, 'pending'), isKeptFresh(session));
  const changesBetween = ({ from, upTo }: { from: number; upTo: number }) =>
    and(
      eq(catalogueChanges.territoryId, territoryId),
      gt(catalogueChanges.answerVersion, from),
      lte(catalogueChanges.answerVersion, upTo),
    );
  const olderThan = (version: number): SQL | undefined =>
    or(isNull(matches.catalogueVersion), lt(matches.catalogueVersion, version));

  return {
    async beginPlanning() {
      await tx.insert(rematchCursors).values({ territoryId }).onConflictDoNothing();
      const [last] = await tx
        .select({ version: max(catalogueChanges.answerVersion) })
        .from(catalogueChanges)
        .where(eq(catalogueChanges.territoryId, territoryId));
      const upTo = last?.version ?? 0;
      const [cursor] = await tx
        .update(rematchCursors)
        .set({ plannedVersion: sql`greatest(${rematchCursors.plannedVersion}, ${upTo}::bigint)` })
        .where(eq(rematchCursors.territoryId, territoryId))
        .returning({ from: rematchCursors.doneVersion });
      return { from: cursor?.from ?? 0, upTo };
    },

    async countAnswerChanges(asked) {
      return tx.$count(catalogueChanges, changesBetween(asked));
    },

    async listAnswerChanges({ limit, ...asked }) {
      const rows = await tx
        .select({ offerId: catalogueChanges.offerId, version: catalogueChanges.answerVersion })
        .from(catalogueChanges)
        .where(changesBetween(asked))
        .orderBy(desc(catalogueChanges.answerVersion), asc(catalogueChanges.offerId))
        .limit(limit);
      const ids = rows.map(({ offerId }) => offerId);
      const offers = await readOffers(tx, territoryId, ids);
      return rows.map(({ offerId, version }): AnswerChange => {
        const found = offers.get(offerId);
        return { offerId, version, offer: found && 'offer' in found ? found.offer : null };
      });
    },

    async listTelling(offerIds) {
      const asked = sql`${sql.param([...offerIds])}::text[]`;
      return tx
        .select({
          diagnosticId: matches.diagnosticId,
          offerIds: sql<string[]>`array(select unnest(${matches.offerIds}) intersect select unnest(${asked}))`,
        })
        .from(matches)
        .innerJoin(diagnostics, newest)
        .where(and(ours, sql`${matches.offerIds} && ${asked}`, isKeptFresh(session)));
    },

    async listOpen({ olderThan: version, afterId, limit }) {
      return tx
        .select({
          diagnosticId: matches.diagnosticId,
          version: matches.version,
          catalogueVersion: matches.catalogueVersion,
        })
        .from(matches)
        .innerJoin(diagnostics, newest)
        .where(
          and(
            ours,
            gt(matches.diagnosticId, afterId),
            olderThan(version),
            or(isNull(matches.wantedVersion), lt(matches.wantedVersion, version)),
            isKeptFresh(session),
          ),
        )
        .orderBy(asc(matches.diagnosticId))
        .limit(limit);
    },

    async readNewest(diagnosticIds) {
      if (diagnosticIds.length === 0) return [];
      const rows = await tx
        .select(recordColumns)
        .from(diagnostics)
        .innerJoin(diagnosticVersions, versionOf())
        .leftJoin(beneficiaries, personOf())
        .where(and(eq(diagnostics.territoryId, territoryId), inArray(diagnostics.id, [...diagnosticIds])));
      return rows.flatMap((row) => {
        const read = tryRecord(row);
        return 'record' in read ? [read.record] : [];
      });
    },

    async want(wanted, { offers }) {
      if (wanted.length === 0) return [];
      const column = (values: readonly unknown[], type: string) =>
        sql`unnest(${sql.param([...values])}::${sql.raw(type)}[])`;
      const ids = wanted.map(({ diagnosticId }) => diagnosticId);
      const versions = wanted.map(({ version }) => version);
      const asked = sql`(select ${column(ids, 'text')} as id, ${column(versions, 'bigint')} as catalogue) as asked`;
      // In the order of their ids, so that two who ask at once never wait for one another in a ring.
      const rows = await tx
        .select({
          diagnosticId: matches.diagnosticId,
          version: matches.version,
          catalogue: sql<string>`asked.catalogue`,
          trial: diagnostics.trial,
          isNew: sql<boolean>`${matches.wantedVersion} is null and ${matches.status} <> 'pending'`,
        })
        .from(matches)
        .innerJoin(diagnostics, newest)
        .innerJoin(asked, sql`asked.id = ${matches.diagnosticId}`)
        .where(and(ours, sql`(${matches.catalogueVersion} is null or ${matches.catalogueVersion} < asked.catalogue)`))
        .orderBy(asc(matches.diagnosticId))
        .for('update', { of: matches });
      const fresh = rows.filter(({ isNew }) => isNew);
      const [campaign] =
        fresh.length === 0
          ? []
          : await tx
              .insert(rematchCampaigns)
              .values({ territoryId, reason: 'catalogue', offers, total: fresh.length, startedAt: at })
              .returning({ id: rematchCampaigns.id });
      const locked = sql`(select ${column(
        rows.map(({ diagnosticId }) => diagnosticId),
        'text',
      )} as id, ${column(
        rows.map(({ version }) => version),
        'int',
      )} as version, ${column(
        rows.map(({ catalogue }) => catalogue),
        'bigint',
      )} as catalogue, ${column(
        rows.map(({ isNew }) => isNew),
        'boolean',
      )} as fresh) as locked`;
      await tx
        .update(matches)
        .set({
          wantedVersion: sql`greatest(coalesce(${matches.wantedVersion}, 0), locked.catalogue)`,
          wantedAt: sql`coalesce(${matches.wantedAt}, case when locked.fresh then ${at} else ${WITHOUT_JOB} end::timestamptz)`,
          campaignId: sql`case when locked.fresh then ${campaign?.id ?? null}::bigint else ${matches.campaignId} end`,
        })
        .from(locked)
        .where(and(ours, sql`${matches.diagnosticId} = locked.id and ${matches.version} = locked.version`));
      return fresh.map(({ diagnosticId, trial }) => ({ diagnosticId, trial }));
    },

    async endPlanning(upTo) {
      await tx
        .update(rematchCursors)
        .set({ doneVersion: sql`greatest(${rematchCursors.doneVersion}, ${upTo}::bigint)` })
        .where(eq(rematchCursors.territoryId, territoryId));
    },

    async listWanting(diagnosticIds) {
      if (diagnosticIds.length === 0) return { records: [], unreadable: [] };
      const rows = await tx
        .select(recordColumns)
        .from(matches)
        .innerJoin(diagnostics, newest)
        .innerJoin(diagnosticVersions, versionOf())
        .leftJoin(beneficiaries, personOf())
        .where(and(waiting, inArray(matches.diagnosticId, [...diagnosticIds])))
        .orderBy(asc(matches.diagnosticId));
      const read = rows.map((row) => ({ id: row.id, ...tryRecord(row) }));
      return {
        records: read.flatMap((one) => ('record' in one ? [one.record] : [])),
        unreadable: read.flatMap((one) => ('record' in one ? [] : [one.id])),
      };
    },

    async listForgotten(waitingSince, limit) {
      const forgotten = await tx
        .select({ diagnosticId: matches.diagnosticId, trial: diagnostics.trial })
        .from(matches)
        .innerJoin(diagnostics, newest)
        .where(and(waiting, lt(matches.wantedAt, waitingSince)))
        .orderBy(asc(matches.wantedAt), asc(matches.diagnosticId))
        .limit(limit)
        .for('update', { of: matches, skipLocked: true });
      const ids = forgotten.map(({ diagnosticId }) => diagnosticId);
      if (ids.length > 0) {
        await tx
          .update(matches)
          .set({ wantedAt: at })
          .where(and(ours, inArray(matches.diagnosticId, ids), isNotNull(matches.wantedVersion)));
      }
      return forgotten;
    },

    async lockWanting(diagnosticId, version) {
      const [row] = await tx
        .select({ version: matches.version })
        .from(matches)
        .where(
          and(
            ours,
            eq(matches.diagnosticId, diagnosticId),
            eq(matches.version, version),
            isNotNull(matches.wantedVersion),
          ),
        )
        .for('update');
      return row !== undefined;
    },

    async giveUp(diagnosticIds) {
      if (diagnosticIds.length === 0) return;
      await tx
        .update(matches)
        .set({ wantedVersion: null, wantedAt: null, campaignId: null })
        .where(and(ours, inArray(matches.diagnosticId, [...diagnosticIds])));
    },

    async noteProgress() {
      const left = count(diagnostics.id);
      const unfinished = await tx
        .select({ id: rematchCampaigns.id, total: rematchCampaigns.total, left })
        .from(rematchCampaigns)
        .leftJoin(matches, and(ours, eq(matches.campaignId, rematchCampaigns.id)))
        .leftJoin(diagnostics, and(newest, isKeptFresh(session)))
        .where(and(eq(rematchCampaigns.territoryId, territoryId), isNull(rematchCampaigns.endedAt)))
        .groupBy(rematchCampaigns.id, rematchCampaigns.total);
      for (const campaign of unfinished) {
        const done = campaign.total - campaign.left;
        await tx
          .update(rematchCampaigns)
          .set({ done, endedAt: campaign.left === 0 ? at : null })
          .where(
            and(
              eq(rematchCampaigns.territoryId, territoryId),
              eq(rematchCampaigns.id, campaign.id),
              // Somebody who counted later may have written already.
              isNull(rematchCampaigns.endedAt),
            ),
          );
      }
    },

    async progress(limit) {
      const campaigns = await tx
        .select(campaignColumns)
        .from(rematchCampaigns)
        .where(eq(rematchCampaigns.territoryId, territoryId))
        .orderBy(sql`${rematchCampaigns.endedAt} is not null`, desc(rematchCampaigns.id))
        .limit(limit);
      return { campaigns };
    },

    async deleteEndedBefore(instant) {
      const gone = await tx
        .delete(rematchCampaigns)
        .where(and(eq(rematchCampaigns.territoryId, territoryId), lt(rematchCampaigns.endedAt, instant)))
        .returning({ id: rematchCampaigns.id });
      return gone.length;
    },
  };
}

const campaignColumns = {
  id: rematchCampaigns.id,
  reason: rematchCampaigns.reason,
  offers: rematchCampaigns.offers,
  total: rematchCampaigns.total,
  done: rematchCampaigns.done,
  startedAt: rematchCampaigns.startedAt,
  endedAt: rematchCampaigns.endedAt,
};
