/** Size of a file as people read it: 1854594 → 1.85 MB. */
export function writeSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(2)} MB`;
}
