import { DemoEntry } from '@/components/entry/demo-entry';
import { titled } from '@/components/i18n/titled';

export const generateMetadata = titled((messages) => messages.entry.demo.title);

export default function DemoPage() {
  return <DemoEntry />;
}
