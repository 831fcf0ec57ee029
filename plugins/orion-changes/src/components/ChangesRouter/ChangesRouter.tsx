import { Route, Routes } from 'react-router-dom';
import { ChangePage } from '../ChangePage/ChangePage';
import { InboxPage } from '../InboxPage/InboxPage';
import { SafeModePage } from '../SafeMode/SafeModePage';

/** The pages below `/changes`. */
export function ChangesRouter() {
  return (
    <Routes>
      <Route path="/" element={<InboxPage />} />
      <Route path="/safe-mode" element={<SafeModePage />} />
      <Route path="/:changeId" element={<ChangePage />} />
    </Routes>
  );
}
