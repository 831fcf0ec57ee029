// Two tiny POSIX shells around the engine. Both use builtins only until the
// engine has ended, because the engine's environment may have no PATH.

/**
 * Becomes the engine. Writes who it is *before* exec, which keeps pid and start
 * time, so there is no moment at which an engine runs unrecorded. The exit trap
 * survives only a failed exec.
 *
 * Arguments: run directory, command, its arguments.
 */
export const engineScript = `
orion_dir=$1
shift
orion_start=-
orion_boot=-
orion_field20() { orion_start=\${20}; }
{ read -r orion_stat </proc/$$/stat && orion_field20 \${orion_stat##*) }; } 2>/dev/null
{ read -r orion_boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
printf '%s %s %s\\n' "$$" "$orion_start" "$orion_boot" >"$orion_dir/pid" || exit 125
trap 'printf "exec failed\\n" >"$orion_dir/spawn-error"' EXIT
exec "$@"
`;

/**
 * Waits for the engine and keeps its exit code, whoever else has died by then.
 * The engine runs in the foreground: as a background job it would start with
 * SIGINT ignored. The no-op traps keep this shell alive through a signal to the
 * whole group; unlike an ignored signal they are not inherited.
 *
 * Arguments: run directory, engine script, name of the inner shell, command, its
 * arguments.
 */
export const wrapperScript = `
orion_dir=$1
orion_script=$2
orion_name=$3
shift 3
trap : HUP INT TERM
umask 077
orion_start=-
orion_boot=-
orion_field20() { orion_start=\${20}; }
{ read -r orion_stat </proc/$$/stat && orion_field20 \${orion_stat##*) }; } 2>/dev/null
{ read -r orion_boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
printf '%s %s %s\\n' "$$" "$orion_start" "$orion_boot" >"$orion_dir/wrapper" || exit 125
/bin/sh -c "$orion_script" "$orion_name" "$orion_dir" "$@"
orion_code=$?
PATH=/usr/bin:/bin
printf '%s %s\\n' "$orion_code" "$(date +%s)" >"$orion_dir/exit.new" &&
  mv "$orion_dir/exit.new" "$orion_dir/exit"
`;
