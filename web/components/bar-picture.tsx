const [slot, bar, height, least] = [10, 7, 40, 2];

/** A bar for each value over time, such as each day; one above zero is always visible. */
export function Picture({
  title,
  text,
  values,
  fill,
  ends,
}: {
  title: string;
  text: string;
  values: readonly number[];
  fill: string;
  ends: readonly [string, string];
}) {
  return (
    <div className="grid min-w-0 gap-1">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span className="font-bold">{title}</span>
        <span className="text-solid-gray-800 tabular-nums">{text}</span>
      </p>
      <Bars values={values} most={Math.max(1, ...values)} fill={fill} tall="h-20" />
      <p aria-hidden="true" className="flex justify-between text-sm text-solid-gray-700">
        {ends.map((end, index) => (
          <span key={index}>{end}</span>
        ))}
      </p>
    </div>
  );
}

/** The bars alone; `most` is as tall as the picture. */
export function Bars({
  values,
  most,
  fill,
  tall,
}: {
  values: readonly number[];
  most: number;
  fill: string;
  tall: 'h-12' | 'h-20';
}) {
  return (
    <svg
      viewBox={`0 0 ${String(values.length * slot)} ${String(height)}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className={`${tall} w-full border-b border-solid-gray-420`}
    >
      {values.map((value, index) => {
        const length = value === 0 ? 0 : Math.max(least, (value / most) * height);
        return (
          <rect
            key={index}
            x={index * slot + (slot - bar) / 2}
            y={height - length}
            width={bar}
            height={length}
            className={fill}
          />
        );
      })}
    </svg>
  );
}
