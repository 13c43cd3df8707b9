import { Component, type ReactNode } from 'react';
import { asApiError } from '@/api/errors';
import { Problem } from './Problem';

/** Keeps a fault of one screen from taking the rest down. */
export class Boundary extends Component<{ children: ReactNode }, { thrown: unknown }> {
  override state = { thrown: null as unknown };

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown };
  }

  override render() {
    if (this.state.thrown === null) return this.props.children;
    return (
      <Problem
        error={asApiError(this.state.thrown)}
        retry={() => this.setState({ thrown: null })}
      />
    );
  }
}
