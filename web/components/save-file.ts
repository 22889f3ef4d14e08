/** A browser that is busy reads the file only a while after the press, and then finds neither it nor its name. */
const keptMs = 60_000;

/** Gives the person a file that the page has made itself. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}
