import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answersSchema } from './assess.ts';
import { type ReadConstraint, readFranceTravail, takeIn } from './france-travail.ts';
import { OBJECTIVES, SITUATIONS } from './france-travail-codes.ts';

const constraint = (situations: unknown[], objectifs: unknown[] = [], more = {}) => ({
  code: '23',
  libelle: 'Développer sa mobilité',
  valeur: 'OUI',
  date: '2026-05-17T14:47:11+00:00',
  situations,
  objectifs,
  ...more,
});
const situation = (code: string, valeur: string, libelle?: string) => ({ code, valeur, ...(libelle && { libelle }) });
const objective = (libelle: string, valeur: string, code = '99') => ({ code, libelle, valeur });

function read(sent: unknown): ReadConstraint {
  const reading = readFranceTravail(sent);
  if ('problem' in reading) throw new Error(reading.problem);
  return reading.constraint;
}

describe('a mobility constraint', () => {
  it.each<[string, unknown]>([
    ['alone', constraint([])],
    ['in a list', [constraint([])]],
    ['in its list', { contraintes: [constraint([])] }],
    ['in a file', { contraintesIndividusDto: { contraintes: [constraint([])] }, other: 1 }],
    ['under another number, by its name', constraint([], [], { code: '99', libelle: 'DEVELOPPER SA MOBILITE' })],
  ])('is found %s', (_name, sent) => expect(read(sent).value).toBe('OUI'));

  it.each<[string, unknown, string]>([
    ['a text', 'mobilité', 'shape'],
    [
      'a number of ours for something else',
      constraint([], [], { libelle: 'Surmonter ses contraintes familiales' }),
      'noMobility',
    ],
    ['situations that are none', constraint(['oui']), 'shape'],
    ['another constraint alone', { code: '25', libelle: 'Prendre en compte son état de santé' }, 'noMobility'],
    ['no constraint', { contraintes: [] }, 'noMobility'],
  ])('is not read from %s', (_name, sent, problem) => expect(readFranceTravail(sent)).toEqual({ problem }));

  it('of other constraints nothing is kept but how many there are', () => {
    const sent = [
      constraint([]),
      {
        code: '25',
        libelle: 'Prendre en compte son état de santé',
        situations: [situation('15', 'OUI', 'Problème déclaré')],
      },
    ];
    expect(read(sent).leftAside).toBe(1);
    expect(JSON.stringify(read(sent))).not.toMatch(/santé|Problème/);
  });

  it.each<[string, unknown, unknown[], string]>([
    ['a code we know', situation('6', 'OUI'), [], 'understood'],
    ['a number', { code: 6, valeur: 'OUI' }, [], 'understood'],
    ['a code nobody has told us of', situation('77', 'OUI', 'Trottinette'), [], 'unknownCode'],
    ['a code of ours with another name', situation('6', 'OUI', 'Enfant en bas âge'), [], 'unknownCode'],
    [
      'a name of ours under another code',
      situation('106', 'OUI', 'Aucun moyen de transport a disposition'),
      [],
      'understood',
    ],
    ['a value nobody has told us of', situation('6', 'PEUT_ETRE'), [], 'unknownValue'],
    ['what was not spoken of', situation('6', 'NON_ABORDEE'), [], 'silent'],
  ])('%s', (_name, sent, objectives, reading) => {
    const { lines } = read(constraint([sent], objectives));
    expect(lines.map((line) => line.reading)).toEqual([reading]);
    if (reading.startsWith('unknown')) expect(lines[0]?.meaning).toEqual({});
  });

  it('objectives are known by their name, under whichever code, while they are under way', () => {
    const { lines } = read(
      constraint(
        [],
        [
          objective('Accéder à un véhicule', 'EN_COURS', '4'),
          objective('Accéder à un véhicule', 'REALISE', '26'),
          objective('Obtenir le permis de conduire (code / conduite)', 'ABANDONNE'),
          objective('Apprendre à nager', 'EN_COURS', '26'),
        ],
      ),
    );
    expect(lines.map(({ reading, code }) => [code, reading])).toEqual([
      ['4', 'understood'],
      ['26', 'silent'],
      ['99', 'silent'],
      ['26', 'unknownCode'],
    ]);
  });

  it('every meaning is an answer that the questionnaire takes', () => {
    const meanings = [
      ...SITUATIONS.flatMap(({ OUI, NON }) => [OUI, NON]),
      ...OBJECTIVES.map(({ underWay }) => underWay),
    ];
    for (const meaning of meanings) {
      const { answers, states, ask } = meaning ?? {};
      expect(answersSchema.safeParse({ ...answers, ...(states && { statedBarriers: states }) }).success).toBe(true);
      if (ask) expect(answersSchema.shape).toHaveProperty(ask);
    }
  });
});

describe('taken in', () => {
  const sent = read(
    constraint(
      [situation('6', 'OUI'), situation('8', 'OUI')],
      [objective('Travailler la mobilité psychologique', 'EN_COURS')],
    ),
  );

  it('fills in what is not known', () => {
    const { answers, added, conflicts, toAsk } = takeIn({ vehicles: null, budgetEuros: 50 }, sent);
    expect(answers).toEqual({
      vehicles: ['none'],
      budgetEuros: 50,
      statedBarriers: ['noTransport', 'noLicence', 'lackOfConfidence'],
    });
    expect(added).toEqual(['vehicles', 'statedBarriers']);
    expect(conflicts).toEqual([]);
    expect(toAsk).toEqual(['licenceB', 'confidence']);
  });

  it('overwrites nothing: what is said otherwise is told', () => {
    const { answers, conflicts, toAsk } = takeIn({ vehicles: ['bike'], statedBarriers: ['cost'] }, sent);
    expect(answers.vehicles).toEqual(['bike']);
    expect(answers.statedBarriers).toEqual(['cost', 'noTransport', 'noLicence', 'lackOfConfidence']);
    expect(conflicts).toEqual([{ question: 'vehicles', here: ['bike'], there: ['none'] }]);
    expect(toAsk).toContain('vehicles');
  });

  it('again, adds nothing', () => {
    const once = takeIn({}, sent).answers;
    expect(takeIn(once, sent)).toMatchObject({ answers: once, added: [], conflicts: [] });
  });
});

const SHARED = new URL('../../../../shared/standards/france-travail/', import.meta.url);
const isThere = existsSync(new URL('dossier-individu.example.json', SHARED));

/** Recorded answers of France Travail's API, kept beside the repository where they are at all. */
describe.skipIf(!isThere)('recorded answers of France Travail', () => {
  const json = (name: string) => JSON.parse(readFileSync(new URL(name, SHARED), 'utf8'));

  it('the example of a file', () => {
    const { lines, leftAside, value } = read(json('dossier-individu.example.json'));
    expect(value).toBe('OUI');
    expect(leftAside).toBe(6);
    expect(lines.filter(({ reading }) => reading.startsWith('unknown'))).toEqual([]);
    expect(
      lines.filter(({ reading }) => reading === 'understood').map(({ label, value: said }) => [label, said]),
    ).toEqual([
      ['Dépendant des transports en commun', 'OUI'],
      ['Faire un point complet sur sa mobilité', 'EN_COURS'],
      ['Accéder à un véhicule', 'EN_COURS'],
    ]);
  });

  it('their reference tables: every code, label and value is known here', () => {
    const tables = json('mobilite-referentiel.json');
    for (const { code, libelle } of tables.situations_france_travail) {
      for (const valeur of tables.situation_valeurs) {
        expect(read(constraint([{ code, libelle, valeur }])).lines[0]?.reading).not.toMatch(/^unknown/);
      }
    }
    for (const libelle of tables.objectifs_france_travail) {
      for (const valeur of tables.objectif_valeurs) {
        expect(read(constraint([], [{ code: '1', libelle, valeur }])).lines[0]?.reading).not.toMatch(/^unknown/);
      }
    }
  });
});
