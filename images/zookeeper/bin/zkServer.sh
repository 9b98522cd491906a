#!/bin/sh
# Runs a ZooKeeper server or asks one: zkServer.sh start-foreground|status [FILE]
# FILE is zoo.cfg, default $ZOOCFGDIR/zoo.cfg. SERVER_JVMFLAGS go to Java; status asks $ZOO_HOST:$ZOO_PORT.
set -eu
home=$(dirname "$(dirname "$(readlink -f "$0")")")
command=${1:-}
config=${2:-${ZOOCFGDIR:-$home/conf}/zoo.cfg}
java=$home/runtime/bin/java
[ -x "$java" ] || java=${JAVA_HOME:+$JAVA_HOME/bin/}java

case $command in
  start-foreground)
    # shellcheck disable=SC2086 # several options
    exec "$java" -XX:+UseSerialGC ${SERVER_JVMFLAGS:-} -cp "$home/conf:$home/lib/*" \
      org.apache.zookeeper.server.quorum.QuorumPeerMain "$config"
    ;;
  status)
    exec bash -c 'exec 3<>"/dev/tcp/$0/$1" && printf srvr >&3 && grep "^Mode: " <&3' \
      "${ZOO_HOST:-127.0.0.1}" "${ZOO_PORT:-2181}"
    ;;
  version)
    exec "$java" -cp "$home/conf:$home/lib/*" org.apache.zookeeper.version.VersionInfoMain
    ;;
  *)
    echo "usage: zkServer.sh start-foreground|status|version [FILE]" >&2
    exit 2
    ;;
esac
