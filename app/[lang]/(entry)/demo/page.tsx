import { DemoEntry } from '@/components/entry/demo-entry';

export default function DemoPage() {
  return <DemoEntry />;
}
