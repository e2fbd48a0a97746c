/** How far a long piece of work is, for people: one line that changes on a terminal, few whole lines elsewhere. */
export type Progress = {
  /** `share` of the whole, 0 … 1; null where it is not known. `figures` come after it. */
  tell(label: string, share: number | null, figures?: string): void;
  /** Leaves the line as it is. */
  end(): void;
};

const BAR_CELLS = 24;
const REDRAW_MS = 100;
const LINE_EVERY_MS = 30_000;
const LINE_EVERY_SHARE = 0.1;

export function createProgress({
  write,
  line,
  live,
  now = () => performance.now(),
}: {
  /** To the terminal, as it is. */
  write(text: string): void;
  /** A line of its own. */
  line(text: string): void;
  live: boolean;
  now?(): number;
}): Progress {
  let drawn = '';
  let last = { at: Number.NEGATIVE_INFINITY, label: '', share: 0 };

  return {
    tell(label, share, figures = '') {
      const at = now();
      const percent = share === null ? '' : `${Math.floor(share * 100)} %`;
      const words = [label, percent, figures].filter(Boolean).join(' · ');
      if (live) {
        if (at - last.at < REDRAW_MS && share !== 1 && label === last.label) return;
        const bar = share === null ? '' : `${drawBar(share)} `;
        const text = `${bar}${words}`;
        write(`\r${text.padEnd(drawn.length)}`);
        drawn = text;
      } else {
        const advanced = share !== null && share - last.share >= LINE_EVERY_SHARE;
        if (label === last.label && !advanced && at - last.at < LINE_EVERY_MS) return;
        line(words);
      }
      last = { at, label, share: share ?? 0 };
    },
    end() {
      if (live && drawn !== '') write('\n');
      drawn = '';
      last = { at: Number.NEGATIVE_INFINITY, label: '', share: 0 };
    },
  };
}

function drawBar(share: number): string {
  const full = Math.round(share * BAR_CELLS);
  return `[${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)}]`;
}

/** `2,9 Mo`, `184 Mo`, `1,2 Go`. */
export function sizeForPeople(bytes: number): string {
  const units = ['octets', 'Ko', 'Mo', 'Go', 'To'];
  const power = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  const digits = power > 0 && value < 10 ? 1 : 0;
  return `${value.toLocaleString('fr-FR', { maximumFractionDigits: digits })} ${units[power]}`;
}

/** `45 s`, `3 min 20 s`, `1 h 05`. */
export function durationForPeople(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min${whole % 60 === 0 ? '' : ` ${whole % 60} s`}`;
  return `${Math.floor(whole / 3_600)} h ${String(Math.floor((whole % 3_600) / 60)).padStart(2, '0')}`;
}
