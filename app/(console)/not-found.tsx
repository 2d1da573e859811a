import { Nowhere } from '#components/shell/nowhere.tsx';

/** As outside, with the navigation around it, which has the main landmark already. */
export default function NotFound() {
  return <Nowhere />;
}
