/** What a person asks of a run beside the groups. */
export interface Wishes {
  /** One call of ten minutes on the plain network instead of the group `networks`. */
  readonly long: boolean;
  /** How long each call of the group `networks` is measured, s; absent: as long as is meant. */
  readonly seconds?: number;
  /** Only networks whose names begin so. */
  readonly network?: string;
}
