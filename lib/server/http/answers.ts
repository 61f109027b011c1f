import * as z from 'zod';
import { failureSchema } from '@/lib/platform/envelope';

const cloudFailureSchema = z.object({
  code: z.enum(['400', '401', '403', '404', '413', '423', '429', '500', '503']),
  timeStamp: z.string(),
  results: z.string(),
});

/** The answers of a verb under `/api/v3/`: always HTTP 200 (platform-api.md, section 1). */
export function cloudAnswers<Success extends z.core.$ZodType>(success: Success) {
  return { 200: z.union([success, cloudFailureSchema]) };
}

/** The answers of a verb elsewhere: its success, or a failure with a fitting status (section 4). */
export function answers<Success extends z.core.$ZodType>(success: Success) {
  return { 200: success, '4xx': failureSchema, '5xx': failureSchema };
}
