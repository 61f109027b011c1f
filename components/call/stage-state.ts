/** What stands beside the stage. */
export type Panel = 'people' | 'chat';

/** What lies over the stage until closed. */
export type Sheet = 'details' | 'keys' | 'microphoneHelp' | 'cameraHelp';
