import { createTheme } from '@mui/material/styles';
import { plotStyles } from './plotStyles';

it('draws its lines on the side a script begins on', () => {
  const styles = JSON.stringify(plotStyles(createTheme()));
  expect(styles).toContain('borderInlineStart');
  expect(styles).not.toMatch(/(border|margin|padding)(Left|Right)/);
});
