export interface Config {
  orion?: {
    /** What the sign-in page says. */
    signIn?: {
      /**
       * The identity provider's name on the button. Default: your identity provider.
       * @visibility frontend
       */
      providerTitle?: string;
      /**
       * A name under "ORION", for example "production, AS394955". Default: organization.name.
       * @visibility frontend
       */
      installation?: string;
    };
  };
}
