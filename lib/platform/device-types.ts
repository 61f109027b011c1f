/** The kinds of `device_type` that a registration names (platform-api.md, section 2). */
export const deviceTypes = ['ios', 'android', 'web'] as const;

/** See {@link deviceTypes}. */
export type DeviceType = (typeof deviceTypes)[number];
