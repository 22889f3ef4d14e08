const [slot, bar, height] = [10, 7, 40];

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
  const most = Math.max(1, ...values);
  return (
    <div className="grid min-w-0 gap-1">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span className="font-bold">{title}</span>
        <span className="text-solid-gray-800 tabular-nums">{text}</span>
      </p>
      <svg
        viewBox={`0 0 ${String(values.length * slot)} ${String(height)}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="h-20 w-full border-b border-solid-gray-420"
      >
        {values.map((value, index) => {
          const tall = value === 0 ? 0 : Math.max(1, (value / most) * height);
          return (
            <rect
              key={index}
              x={index * slot + (slot - bar) / 2}
              y={height - tall}
              width={bar}
              height={tall}
              className={fill}
            />
          );
        })}
      </svg>
      <p aria-hidden="true" className="flex justify-between text-sm text-solid-gray-700">
        {ends.map((end, index) => (
          <span key={index}>{end}</span>
        ))}
      </p>
    </div>
  );
}
