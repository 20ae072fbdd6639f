/** A file in a ZIP archive. Sizes in bytes. */
export interface ArchiveEntry {
  readonly name: string;
  readonly compressed: number;
  readonly size: number;
}

// APPNOTE.TXT of the ZIP format, 4.3.12 (central directory) and 4.3.16 (its end).
const endMark = 0x06054b50;
const endLength = 22;
const entryMark = 0x02014b50;
const entryLength = 46;

/** What a ZIP archive says that it holds. Throws on one that is damaged or larger than 4 GB. */
export function archiveEntries(archive: Buffer): readonly ArchiveEntry[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end === -1 || end + endLength > archive.length || archive.readUInt32LE(end) !== endMark) {
    throw new Error('The archive has no central directory.');
  }
  const entries: ArchiveEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== entryMark) {
      throw new Error('The central directory of the archive is damaged.');
    }
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    entries.push({
      name: archive.toString('utf8', at + entryLength, at + entryLength + name),
      compressed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
    });
    at += entryLength + name + extra + comment;
  }
  return entries;
}
