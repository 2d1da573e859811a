'use client';

import { Component, type ReactNode } from 'react';
import { useNeverSeen } from '../seen.tsx';

/**
 * Draws its children, or the fallback if they fail. If that fails too it says so and its section does not count as seen, so
 * Approve stays away until the whole Action was read as JSON (C10).
 */
export class Guarded extends Component<{ children: ReactNode; fallback: ReactNode | undefined }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    if (this.props.fallback !== undefined) return <Guarded fallback={undefined}>{this.props.fallback}</Guarded>;
    return <Unshowable />;
  }
}

function Unshowable() {
  useNeverSeen('unshowable');
  return (
    <p role="alert" className="px-3 py-2.5 text-risk-high">
      This part could not be drawn, so it does not count as seen. The Canonical JSON tab shows all of it.
    </p>
  );
}
