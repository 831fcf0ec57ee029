import { Route, Routes } from 'react-router-dom';
import { NoSuchPage } from '../NoSuchPage/NoSuchPage';
import { OverviewPage } from '../OverviewPage/OverviewPage';
import { SessionPage } from '../SessionPage/SessionPage';

/** The sessions' tab and the pages below it. */
export function SessionsRouter() {
  return (
    <Routes>
      <Route path="/" element={<OverviewPage />} />
      <Route path="/:router/:session" element={<SessionPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
