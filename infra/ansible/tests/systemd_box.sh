#!/bin/sh
# This machine's Debian with a systemd of its own, which runs /box/boot and nothing
# else a machine would. What it writes stays below the first folder for the next
# boot; the second one is /box.
#
#   unshare --pid --fork --kill-child --mount --net --uts --ipc systemd_box.sh <folder> <box>
set -eu
folder=$1
box=$2

mount --make-rprivate /
mkdir -p "$folder/upper" "$folder/work" "$folder/root"
root=$folder/root
mount -t overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" box "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=755 groups "$root/sys/fs/cgroup"
if [ -d /sys/fs/cgroup/systemd ]; then
  mkdir "$root/sys/fs/cgroup/systemd"
  mount -t cgroup -o none,name=systemd,xattr systemd "$root/sys/fs/cgroup/systemd"
else
  umount "$root/sys/fs/cgroup"
  mount -t cgroup2 groups "$root/sys/fs/cgroup"
fi
for place in run tmp dev; do mount -t tmpfs -o mode=755 "$place" "$root/$place"; done
for device in 'null 1 3' 'zero 1 5' 'full 1 7' 'random 1 8' 'urandom 1 9' 'tty 5 0'; do
  # shellcheck disable=SC2086 # Three words.
  set -- $device
  mknod -m 666 "$root/dev/$1" c "$2" "$3"
done
# All of which PrivateDevices= wants to find.
mkdir "$root/dev/pts" "$root/dev/shm" "$root/dev/mqueue" "$root/dev/hugepages"
mount -t devpts -o newinstance,ptmxmode=666 pts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
: >"$root/dev/console"
# Each boot has another id, or it would not be one.
mkdir -p "$root/box"
mount --bind "$box" "$root/box"
cat /proc/sys/kernel/random/uuid >"$box/boot_id"
mount --bind "$box/boot_id" "$root/proc/sys/kernel/random/boot_id"
rm -f "$root/etc/machine-id"
tr -d - <"$box/boot_id" >"$root/etc/machine-id"

cat >"$root/etc/systemd/system/box.service" <<'END'
[Unit]
After=nftables.service
[Service]
Type=oneshot
ExecStart=/box/boot
END
cat >"$root/etc/systemd/system/box.target" <<'END'
[Unit]
Requires=sysinit.target
Wants=nftables.service box.service
END

# Most kernel variables are the host's, which nobody asked to have them set.
ln -sfn /dev/null "$root/etc/systemd/system/systemd-sysctl.service"

cd "$root"
mkdir -p old
pivot_root . old
umount -l /old
exec env -i container=docker PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=box.target --show-status=no
