import { RibTable } from '../table/RibTable';
import { Sight } from './movedBetween';

/** A router's table, of when it is, and what moved in it. */
export interface SeenTable extends Sight {
  table: RibTable;
}
