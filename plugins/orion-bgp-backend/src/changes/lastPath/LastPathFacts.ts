import {
  AddressWay,
  FamilyLoss,
  SessionKey,
} from '../../rib/impact/ImpactRequest';

/** How far what is known of a router can be relied on. */
export interface RouterFact {
  id: string;
  /** Why its sessions are not known, or not all of them. */
  problem?: string;
  /** Why its route table is not the one it has now. */
  tableProblem?: string;
  /** It may be the present one in a moment. */
  catchesUp?: boolean;
}

/** A prefix of this network that goes out over the session, or by way of it. */
export interface OwnExport {
  prefix: string;
  /** Other established external sessions it goes out over, as people read them. */
  elsewhere: string[];
  /**
   * Where it goes out over no other itself: the less specific own one that does. One
   * that has to go out itself, as an aggregate, is lost all the same: then `elsewhere`
   * is empty.
   */
  cover?: string;
  /**
   * The external ones over which it goes out only because their router has it over
   * this one; always of an internal session.
   */
  by?: string[];
}

/** What one address family of a router would lose where the session ends there. */
export interface EndLoss extends FamilyLoss, SessionKey {}

/** The way to something people need for the undo. */
export interface PlaceWay extends AddressWay {
  /** Whose way it is: the session ends there. */
  router: string;
  /** What is there, as people call it. */
  place: string;
  /** The name or address it is known by; what a name leads to is another one each day. */
  host: string;
  /** Who says that it is there, as {@link ProtectedPlace} has it. */
  from?: string;
}

/** A place the way to which is not known. */
export interface UnknownPlace {
  /** What is there, as people call it. */
  place: string;
  /** See {@link PlaceWay}; absent where nobody says what it is known by. */
  host?: string;
  /** Who says so, when it was read, and why it is not known. */
  sentence: string;
}

/** Everything the protection of the last path decides by. */
export interface LastPathFacts {
  router: string;
  session: string;
  /** Of the oldest reading in here. */
  ageMs: number;
  /** Every configured one of the same autonomous system. */
  routers: RouterFact[];
  /** Of the router, and of the other one where an inside session ends. */
  families: EndLoss[];
  ownExports: OwnExport[];
  /**
   * Sessions that announce more of their own than is read of anybody, where it hangs
   * on them what would be lost: the session itself, of an internal one the ways out.
   * What is known of the session itself is then no more than its own aggregates.
   */
  unread?: SessionKey[];
  /** Nobody says which those aggregates are: what is unread stands for nothing that is known. */
  wholesUnknown?: boolean;
  /** Why it is not known which remaining paths are RPKI invalid. */
  validityProblem?: string;
  /**
   * Share of the prefixes the router reaches that may be lost at once, 0 to 1:
   * between two full tables some are always with one neighbor alone.
   */
  maxLostShare: number;
  /** Other routers whose paths do not count, because this one does not hear them. */
  unheard: string[];
  /** External sessions that do not count, because their neighbor restarts gracefully. */
  restarting?: SessionKey[];
  /** Ways to what must stay reachable. */
  ways: PlaceWay[];
  unknownPlaces: UnknownPlace[];
  /** Sentences about what was not looked for; they forbid nothing. */
  notes: string[];
  /** The requester says so. */
  acceptIsolation: boolean;
  /** How people reach the router without BGP, from the configuration. */
  outOfBand?: string;
}
