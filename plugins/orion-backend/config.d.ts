export interface Config {
  orion?: {
    checks?: {
      /**
       * Guests that are stopped on purpose, as `<cluster>/<vmid>`, for example
       * `r730/100`. The check "all guests running" passes over them. Default: none.
       */
      expectedStopped?: string[];
    };
  };
}
