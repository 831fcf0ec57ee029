/** What the main thread gives to a new worker. */
export interface RibWorkerData {
  /**
   * Path of a module that exports `createRouteSource`. Absent: the drivers of
   * this package.
   */
  sourceModule?: string;
}
