import type { JobDayWithRuns } from '../../contracts/api/jobs.ts';
import type { JobState } from '../../domain/jobs/names.ts';
import { useWords } from '../components/preferences.tsx';

type Job = JobDayWithRuns['jobs'][number];

/** Of a box, and between two of them. Pixels. */
const [width, height, across, down] = [160, 56, 56, 16];
/** A net with more is told by its table alone: nobody would find anything in the picture. */
const mostDrawn = 60;

const looks: Record<JobState, string> = {
  waiting: 'fill-white stroke-solid-gray-600',
  running: 'fill-key-50 stroke-key-900',
  retrying: 'fill-white stroke-warning-orange-2',
  done: 'fill-white stroke-success-2',
  failed: 'fill-white stroke-error-2',
  'not-run': 'fill-solid-gray-50 stroke-solid-gray-420',
  abandoned: 'fill-white stroke-warning-orange-2',
};

/** What follows what, from the left to the right. The table below says the same in words. */
export function DayGraph({ jobs }: { jobs: readonly Job[] }) {
  const t = useWords();
  if (jobs.length < 2 || jobs.length > mostDrawn) return null;
  const places = placesOf(jobs);
  const columns = 1 + Math.max(...[...places.values()].map(({ column }) => column));
  const rows = 1 + Math.max(...[...places.values()].map(({ row }) => row));
  const [wide, tall] = [columns * (width + across) - across, rows * (height + down) - down];
  const xOf = (job: string): number => (places.get(job)?.column ?? 0) * (width + across);
  const yOf = (job: string): number => (places.get(job)?.row ?? 0) * (height + down);
  return (
    <div aria-hidden="true" className="overflow-x-auto pb-2">
      <svg width={wide + 2} height={tall + 2} viewBox={`-1 -1 ${String(wide + 2)} ${String(tall + 2)}`} data-drawn>
        {jobs.flatMap(({ job, after }) =>
          after.map((before) => {
            const [x1, y1] = [xOf(before) + width, yOf(before) + height / 2];
            const [x2, y2] = [xOf(job), yOf(job) + height / 2];
            const bend = (x1 + x2) / 2;
            return (
              <path
                key={`${before} ${job}`}
                d={['M', x1, y1, 'C', bend, y1, bend, y2, x2, y2].join(' ')}
                className="fill-none stroke-solid-gray-600"
                strokeWidth={2}
              />
            );
          }),
        )}
        {jobs.map(({ job, state }) => (
          <g key={job} transform={`translate(${String(xOf(job))} ${String(yOf(job))})`}>
            <rect width={width} height={height} rx={8} strokeWidth={2} className={looks[state]} />
            <text x={12} y={24} className="fill-solid-gray-900 text-sm font-bold">
              {shorten(job)}
            </text>
            <text x={12} y={44} className="fill-solid-gray-800 text-sm">
              {t(`jobs.state.${state}`)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

/** A job stands one column behind the last of those that it follows. They come in an order in which they may run. */
function placesOf(jobs: readonly Job[]): Map<string, { column: number; row: number }> {
  const places = new Map<string, { column: number; row: number }>();
  const filled: number[] = [];
  for (const { job, after } of jobs) {
    const column = Math.max(0, ...after.map((before) => 1 + (places.get(before)?.column ?? 0)));
    const row = filled[column] ?? 0;
    filled[column] = row + 1;
    places.set(job, { column, row });
  }
  return places;
}

const shorten = (name: string): string => (name.length > 17 ? `${name.slice(0, 16)}…` : name);
