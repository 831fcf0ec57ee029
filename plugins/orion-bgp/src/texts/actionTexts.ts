/** Texts of what can be done, and of what is no longer as it was done. */
export const actionTexts = {
  actions: {
    title: 'Actions',
    of: 'Actions on {{name}}',
    key: 'Actions of the session',
    disable: 'Disable {{name}}',
    disableHint:
      'Takes it down until somebody enables it. Refused while the last path goes over it.',
    enable: 'Enable {{name}}',
    enableHint: 'Lets it come up again.',
    softReset: 'Reset routes of {{name}}',
    softResetHint:
      'Asks for its routes again, or sends ours anew. The session stays up.',
    removePeering: 'Remove peering {{name}}',
    removePeeringHint:
      'Takes it out of the configuration and of NetBox. Refused while the last path goes over it.',
    onRouter: 'Actions on {{title}}',
    addPeering: 'Add a peering',
    addPeeringHint:
      'Recorded in NetBox, configured by Ansible, and taken back when it does not come up.',
    configure: 'Bring it to what the inventory says',
    configureHint:
      'Ansible shows what it would change before anybody approves it.',
    onMigration: 'Actions of the migration',
    rehearse: 'Rehearse going from {{from}} to {{to}} and back',
    rehearseHint:
      'Over and back at once, each step proven. Sessions go down for moments.',
    cutOver: 'Cut over from {{from}} to {{to}}',
    cutOverHint:
      'Silences the one, lets the other speak, and undoes itself when a step fails.',
    rollBack: 'Roll back from {{to}} to {{from}}',
    rollBackHint: 'Lets the router from before speak again. Asks no gate.',
    gatesOpen: 'A gate stands in the way.',
    nothingLeft: 'Every shared neighbor speaks with the other router already.',
    nothingMoved: 'Nothing was cut over that could come back.',
    readOnly: 'ORION only reads this router.',
    denied: 'Ordering changes needs the operator role.',
    stale: 'What is known of it is too old.',
    gone: 'The router no longer has it.',
    announce: 'Announce {{prefix}} on {{router}}',
    announceHint: 'Refused when it would be RPKI invalid.',
    withdraw: 'Withdraw {{prefix}} on {{router}}',
    withdrawHint:
      'Takes the announcement back. Refused while nobody else announces it.',
  },
  decided: {
    offBy: 'Switched off by',
    offAs: 'Off, as decided by',
    change: 'change #{{id}}',
    requester: 'asked for by',
  },
  drift: {
    change: 'Change #{{id}}',
    down: 'switched {{name}} off on {{router}}, and it is on again: the daemon forgot it with a restart, or somebody switched it on by hand.',
    up: 'switched {{name}} on on {{router}}, and it is off: its configuration says so, or somebody switched it off by hand.',
    announced:
      'announced {{name}} on {{router}}, and it is not announced there now: the daemon forgot it with a restart, or somebody took it back by hand.',
    withdrawn:
      'took {{name}} back on {{router}}, and it is announced there again: with a start of the daemon, or by hand.',
    reason: 'It was done because:',
    decided: 'Decided',
    again: {
      disable: 'Disable {{name}} again',
      enable: 'Enable {{name}} again',
      announce: 'Announce {{name}} again',
      withdraw: 'Withdraw {{name}} again',
    },
    forget: 'Leave it as it is',
    forgetTitle: 'Leave it as it is now?',
    forgetText:
      'What change #{{id}} decided no longer counts, and this note goes. No router is touched.',
    sentence_one: '{{name}} is not as a change decided.',
    sentence_other: '{{name}} and others are not as changes decided.',
  },
} as const;
