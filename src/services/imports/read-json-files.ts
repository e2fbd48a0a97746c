import {
  isService,
  type Service,
  type Structure,
  serviceSchema,
  structureSchema,
} from '../../domain/imports/data-inclusion.ts';
import { GBFS_FILES, offersOfFeed, readFeed } from '../../domain/imports/gbfs.ts';
import { mergedFromSource, offerOfService } from '../../domain/imports/service-offers.ts';
import { ProblemError } from '../errors.ts';
import { fieldErrors, parseInput } from '../parse-input.ts';
import type { PartnerInput } from '../ports/imports.ts';
import { type FileRecord, shortLabel } from './file-record.ts';
import { isZip } from './files/read-table.ts';
import { readZip } from './files/read-zip.ts';
import { MOST_ROWS, tooManyRows, unreadable } from './files/unreadable.ts';

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw unreadable('Ce fichier n’est pas du JSON lisible, en UTF-8.');
  }
}

/**
 * Structures and services of data·inclusion: one list of either or both, or an object of two lists. `knownStructures`: by id, those
 * that were imported before. Throws `invalid`.
 */
export function readDataInclusion(bytes: Uint8Array, knownStructures: ReadonlyMap<string, Plain>): FileRecord[] {
  const whole = parsed(bytes);
  const { structures, services } = isPlain(whole) ? whole : { structures: [], services: whole };
  const all = [structures, services].flatMap((list) => (Array.isArray(list) ? list : []));
  if (all.length === 0) throw unreadable('Aucune structure et aucun service dans ce fichier.');
  if (all.length > MOST_ROWS) throw tooManyRows();
  const read = all.map((record, at) => ({ row: at + 1, ...readRecord(record) }));
  const known = new Map(knownStructures);
  for (const one of read) if (one.structure) known.set(one.structure.id, one.record);
  return read.map((one) => (one.isService ? serviceRecord(one, known) : structureRecord(one)));
}

type ReadRecord = {
  record: Plain;
  isService: boolean;
  service: Service | null;
  structure: Structure | null;
  problems: FileRecord['problems'];
};

function readRecord(record: unknown): ReadRecord {
  const plain = isPlain(record) ? record : {};
  const service = isService(plain);
  try {
    return service
      ? { record: plain, isService: true, service: parseInput(serviceSchema, record), structure: null, problems: [] }
      : {
          record: plain,
          isService: false,
          service: null,
          structure: parseInput(structureSchema, record),
          problems: [],
        };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { record: plain, isService: service, service: null, structure: null, problems: [...error.errors] };
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const keyOf = (record: Plain) => ({ source: textOf(record.source), externalId: textOf(record.id) });
const labelOf = (record: Plain, row: number) => shortLabel(textOf(record.nom) || textOf(record.id) || `ligne ${row}`);

function structureRecord({ row, record, structure, problems }: ReadRecord & { row: number }): FileRecord {
  const partner: PartnerInput | null = structure && {
    ...{
      source: structure.source,
      externalId: structure.id,
      name: structure.nom,
      networks: structure.reseaux_porteurs ?? [],
    },
    description: structure.description ?? null,
    siret: structure.siret ?? null,
    phone: structure.telephone ?? null,
    email: structure.courriel ?? null,
    url: structure.site_web ?? null,
    address: structure.adresse ?? null,
    postcode: structure.code_postal ?? null,
    commune: structure.code_insee ?? null,
    lon: structure.longitude ?? null,
    lat: structure.latitude ?? null,
    openingHours: structure.horaires_accueil ?? null,
    updatedOn: structure.date_maj,
  };
  return {
    target: 'partner',
    row,
    label: labelOf(record, row),
    problems,
    notes: [],
    key: keyOf(record),
    partner,
    record,
  };
}

function serviceRecord(
  { row, record, service, problems }: ReadRecord & { row: number },
  structures: ReadonlyMap<string, Plain>,
): FileRecord {
  const reading = service && offerOfService(service, structureOf(service.structure_id, structures));
  const offer = reading && 'offer' in reading ? reading.offer : {};
  const wrong = reading && 'wrong' in reading ? [{ path: 'thematiques', message: reading.wrong }] : [];
  return {
    target: 'offer',
    row,
    label: labelOf(record, row),
    problems: [...problems, ...wrong],
    notes: reading && 'notes' in reading ? reading.notes : [],
    id: null,
    key: keyOf(record),
    record,
    build(present, before) {
      if (present === null || present.kind !== offer.kind) return offer;
      const was = before && serviceSchema.safeParse(before);
      const mapped = was?.success ? offerOfService(was.data, structureOf(was.data.structure_id, structures)) : null;
      const merged = mergedFromSource(present, mapped && 'offer' in mapped ? mapped.offer : null, offer);
      // Somebody may have asked later than the source was brought up to date.
      return { ...merged, confirmedAt: [present.confirmedAt, service?.date_maj].filter(Boolean).toSorted().at(-1) };
    },
  };
}

function structureOf(id: string, structures: ReadonlyMap<string, Plain>): Structure | null {
  const read = structureSchema.safeParse(structures.get(id));
  return read.success ? read.data : null;
}

/** A car-share feed: one JSON object of its files, or an archive of them. Throws `invalid`. */
export async function readGbfs(bytes: Uint8Array): Promise<FileRecord[]> {
  const isOurs = (name: string) => GBFS_FILES.some((file) => name === `${file}.json` || name.endsWith(`/${file}.json`));
  const files = isZip(bytes)
    ? Object.fromEntries(
        [...(await readZip(bytes, { wanted: isOurs }))].map(([name, content]) => [name, parsed(content)]),
      )
    : parsed(bytes);
  const feed = readFeed(isPlain(files) ? files : {});
  if (!feed.success) {
    const [first] = fieldErrors(feed.error.issues);
    throw unreadable(
      `Ce flux GBFS est incomplet : ${first?.path ?? ''}. Il faut au moins ${GBFS_FILES.slice(0, 3).join(', ')}.`,
    );
  }
  return offersOfFeed(feed.data).map(({ externalId, label, offer, notes, wrong }, at) => ({
    target: 'offer',
    row: at + 1,
    label: shortLabel(label),
    problems: wrong === null ? [] : [{ path: 'form_factor', message: wrong }],
    notes,
    id: null,
    key: { source: feed.data.system_information.system_id, externalId },
    ...(offer === null ? {} : { record: offer }),
    build: (present, before) => (present === null ? (offer ?? {}) : mergedFromSource(present, before, offer ?? {})),
  }));
}
