/** Languages that are complete. Apart from the schemas, so that the lightest page can name them. */
export const languages = ['en', 'zh'] as const;
