/** A name as it is searched: NFC, lower case, whatever the database thinks of letters. */
export function searchName(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

/** A pattern of `like` that finds a text anywhere; its signs mean themselves (escaped by `\`). */
export function containing(text: string): string {
  return `%${searchName(text).replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
