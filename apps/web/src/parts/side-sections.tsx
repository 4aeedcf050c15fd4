import { Link, Outlet } from '@tanstack/react-router';

export interface SideSection {
  readonly path: string;
  readonly name: string;
  /** Something that waits there. */
  readonly count?: number;
}

/** A section with pages of its own: their names beside the page, above it where it is narrow. */
export const SideSections = ({
  label,
  sections,
}: {
  readonly label: string;
  readonly sections: readonly SideSection[];
}) => (
  <div className="with-side">
    <nav className="side not-on-paper" aria-label={label}>
      <ul>
        {sections.map(({ path, name, count }) => (
          <li key={path}>
            <Link
              to={path}
              activeProps={{ 'aria-current': 'page' }}
              activeOptions={{ includeSearch: false, exact: path.endsWith('/') }}
            >
              {name}
              {count !== undefined && count > 0 && <span className="count">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
    <div className="side-page">
      <Outlet />
    </div>
  </div>
);
