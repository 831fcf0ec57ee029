import { Route, Routes } from 'react-router-dom';
import { ChangePage } from '../ChangePage/ChangePage';
import { InboxPage } from '../InboxPage/InboxPage';

/** The pages below `/changes`. */
export function ChangesRouter() {
  return (
    <Routes>
      <Route path="/" element={<InboxPage />} />
      <Route path="/:changeId" element={<ChangePage />} />
    </Routes>
  );
}
