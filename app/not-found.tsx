import { Nowhere } from '#components/shell/nowhere.tsx';

/** An address outside the console that leads nowhere. */
export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col">
      <Nowhere />
    </main>
  );
}
