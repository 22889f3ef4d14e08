const [slot, bar, height] = [10, 7, 40];

/** A bar for each value; one above zero is always visible. */
export function HourBars({ values, most, fill }: { values: readonly number[]; most: number; fill: string }) {
  return (
    <svg
      viewBox={`0 0 ${String(values.length * slot)} ${String(height)}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="h-12 w-full border-b border-solid-gray-420"
    >
      {values.map((value, index) => {
        const tall = value === 0 ? 0 : Math.max(2, (value / most) * height);
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
  );
}
