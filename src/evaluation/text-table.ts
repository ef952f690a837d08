/** Lays out rows under a heading in columns for a terminal; all but the first column to the right if `numeric`. */
export function textTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  numeric = true,
): string {
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        numeric && column > 0 ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join('  ')
      .trimEnd();
  return [heading, widths.map((width) => '─'.repeat(width)), ...rows].map(line).join('\n');
}
