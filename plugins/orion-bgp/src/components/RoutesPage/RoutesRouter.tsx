import { Route, Routes } from 'react-router-dom';
import { NoSuchPage } from '../NoSuchPage/NoSuchPage';
import { PrefixPage } from '../PrefixPage/PrefixPage';
import { RoutesPage } from './RoutesPage';

/** The routes' tab and the pages below it. */
export function RoutesRouter() {
  return (
    <Routes>
      <Route path="/" element={<RoutesPage />} />
      <Route path="/prefix/:address/:length" element={<PrefixPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
